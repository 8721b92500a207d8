/** Checks of layer options that several layers share. */
import type { PartialShape } from '@isograd/core';
import { badInputShape, badOption } from './messages.js';

/** A whole number of at least 1. */
export function positiveInteger(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw badOption(where, option, value, 'a positive integer');
}

/** One integer for all of `count` axes, or one for each, as a list. */
export function integerPerAxis(where: string, option: string, value: unknown, count: number, least = 1): number[] {
  const integers: readonly unknown[] = Array.isArray(value) ? value : Array.from({ length: count }, () => value);
  if (integers.length === count && integers.every((integer) => Number.isInteger(integer) && Number(integer) >= least)) {
    return integers as number[];
  }
  throw badOption(where, option, value, `an integer from ${least} on${count === 1 ? '' : `, or ${count} of them`}`);
}

/** One of a few words. */
export function oneOf<Word extends string>(
  where: string,
  option: string,
  value: unknown,
  words: readonly Word[],
): Word {
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  throw badOption(where, option, value, words.map((candidate) => `'${candidate}'`).join(' or '));
}

/** A number that is not infinite and not NaN. */
export function finiteNumber(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw badOption(where, option, value, 'a finite number');
}

/** A number of at least 0. */
export function nonNegativeNumber(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw badOption(where, option, value, 'a number of at least 0');
}

/** One axis or a list of different ones, negative when counted from the last. */
export function axisOrAxes(where: string, option: string, value: unknown): number | readonly number[] {
  const axes: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (axes.length > 0 && new Set(axes).size === axes.length && axes.every(Number.isInteger)) {
    return value as number | readonly number[];
  }
  throw badOption(where, option, value, 'an integer or a list of different ones');
}

/**
 * The axes that an option means in a tensor of some rank, each once and counted from the first.
 *
 * @param rank - Number of axes of the tensor.
 */
export function axesWithin(where: string, option: string, value: unknown, rank: number): number[] {
  const given = axisOrAxes(where, option, value);
  const axes = (typeof given === 'number' ? [given] : given).map((axis) => (axis < 0 ? axis + rank : axis));
  if (new Set(axes).size === axes.length && axes.every((axis) => axis >= 0 && axis < rank)) return axes;
  throw badOption(where, option, value, `different axes of the tensor (it has ${rank} axes)`);
}

/** A share from 0 up to, but not including, 1. */
export function fraction(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw badOption(where, option, value, 'a number from 0 up to, not including, 1');
}

/** A number above 0. */
export function positiveNumber(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
  throw badOption(where, option, value, 'a positive number');
}

/** true or false. */
export function booleanOption(where: string, option: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw badOption(where, option, value, 'true or false');
}

/** A text, or nothing. */
export function stringOption(where: string, option: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw badOption(where, option, value, 'a text that is not empty');
}

/** An integer that seeds random draws, or nothing. */
export function seedOption(where: string, value: unknown): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0))
    return value as number | undefined;
  throw badOption(where, 'seed', value, 'an integer from 0 to 2^53 - 1');
}

/**
 * A shape without the batch axis, or nothing.
 *
 * @throws {ShapeError} LAYER_INPUT_SHAPE
 */
export function partialShapeOption(where: string, value: unknown): PartialShape | undefined {
  if (value === undefined) return undefined;
  const isShape = Array.isArray(value) && value.every((size) => size === null || isPositiveInteger(size));
  if (!isShape) throw badInputShape(where, value);
  return value as PartialShape;
}

function isPositiveInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

/** A whole number, also below 0. */
export function wholeNumber(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw badOption(where, option, value, 'an integer');
}

/** A number from 0 to 1, both included. */
export function share(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw badOption(where, option, value, 'a number from 0 to 1');
}

/** A whole number of at least 0. */
export function countOption(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw badOption(where, option, value, 'a whole number of at least 0');
}
