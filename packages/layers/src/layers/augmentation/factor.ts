/** Ranges from which augmentation draws: options that are one number or two. */
import { type RandomKey, random } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { badOption } from '../../messages.js';

/** One number, which stands for a range that the layer names, or the lower and the upper end of the range. */
export type Factor = number | readonly [lower: number, upper: number];

/** Lower and upper end. */
export type Range = readonly [lower: number, upper: number];

/** What numbers a factor may hold, and what a single one stands for. */
export interface FactorBounds {
  readonly least: number;
  readonly most: number;
  /** The range of a single number. Default: `least` to the number, or ± the number where `least` is negative. */
  readonly single?: (factor: number) => Range;
}

/**
 * The range that a factor means, its ends in ascending order.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function factorRange(where: string, option: string, value: unknown, bounds: FactorBounds): Range {
  const { least, most } = bounds;
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isWithin = numbers.every((number) => typeof number === 'number' && number >= least && number <= most);
  if (!isWithin || numbers.length !== (Array.isArray(value) ? 2 : 1)) {
    throw badOption(where, option, value, `a number from ${least} to ${most}, or two of them`);
  }
  const [first = 0, second = 0] = numbers as readonly number[];
  if (Array.isArray(value)) return [Math.min(first, second), Math.max(first, second)];
  return bounds.single?.(first) ?? [least < 0 ? -Math.abs(first) : least, least < 0 ? Math.abs(first) : first];
}

/**
 * The smallest and the largest value that a pixel can have.
 *
 * @param where - Name of the factory, for messages.
 * @param value - Two numbers. Default: 0 and 255.
 * @throws {ValueError} LAYER_OPTION
 */
export function valueRangeOption(where: string, value: unknown): Range {
  if (value === undefined) return [0, 255];
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [];
  const [first, second] = numbers;
  if (numbers.length !== 2 || !numbers.every(Number.isFinite) || first === second) {
    throw badOption(where, 'valueRange', value, 'the smallest and the largest value of a pixel');
  }
  return [Math.min(Number(first), Number(second)), Math.max(Number(first), Number(second))];
}

/**
 * One draw for each image.
 *
 * @returns float32 `[batch, 1, 1, 1]`
 */
export function drawForEach(key: RandomKey, batch: number, [lower, upper]: Range): Tensor {
  return random.uniform(key, [batch, 1, 1, 1], lower, upper);
}
