/** Checks of options and parameters, each made once, where they arrive. */
import { treeEntries } from '@isograd/core';
import { Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';
import { badLearningRate, badList, badOption, badParam, noParams } from './messages.js';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Whether `value` is a number that float32 holds: one beyond its range would be infinite in a tensor. */
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(Math.fround(value));

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a finite number. */
export function checkFinite(where: string, option: string, value: unknown): void {
  if (!isNumber(value)) throw badOption(where, option, value, 'a finite number');
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a finite number above 0, in float32 too. */
export function checkPositive(where: string, option: string, value: unknown): void {
  if (!isNumber(value) || Math.fround(value) <= 0) throw badOption(where, option, value, 'a finite number above 0');
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a finite number of at least 0. */
export function checkNonNegative(where: string, option: string, value: unknown): void {
  if (!isNumber(value) || value < 0) throw badOption(where, option, value, 'a finite number of at least 0');
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` lies in [min, max]. */
export function checkRange(where: string, option: string, value: unknown, { min, max }: Range): void {
  if (!isNumber(value) || value < min || value > max) throw badOption(where, option, value, `in [${min}, ${max}]`);
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` lies in [0, 1). */
export function checkDecayRate(where: string, option: string, value: unknown): void {
  if (!isNumber(value) || value < 0 || value >= 1) throw badOption(where, option, value, 'in [0, 1)');
}

/** Counts of steps are int32. */
const maxSteps = 2 ** 31 - 1;

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is an integer of at least `min` that a count can reach. */
export function checkSteps(where: string, option: string, value: unknown, min: number): void {
  if (!Number.isSafeInteger(value) || Number(value) < min || Number(value) > maxSteps) {
    throw badOption(where, option, value, `an integer of at least ${min}, below 2^31`);
  }
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a list of ascending integers of at least `min`, not empty. */
export function checkAscendingSteps(where: string, option: string, value: unknown, min: number): void {
  if (!Array.isArray(value) || value.length === 0) throw badList(where, option, value, 'at least 1 step');
  value.forEach((step, index) => {
    checkSteps(where, `${option}[${index}]`, step, index === 0 ? min : value[index - 1] + 1);
  });
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a list of `length` finite numbers of at least 0. */
export function checkRates(where: string, option: string, value: unknown, length: number): void {
  if (!Array.isArray(value) || value.length !== length) throw badList(where, option, value, `${length} rates`);
  value.forEach((rate, index) => checkNonNegative(where, `${option}[${index}]`, rate));
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a list of at least `min` functions. */
export function checkSchedules(where: string, option: string, value: unknown, min: number): void {
  if (!Array.isArray(value) || value.length < min) {
    throw badList(where, option, value, `at least ${min} schedules`);
  }
  value.forEach((schedule, index) => {
    if (typeof schedule !== 'function') throw badOption(where, `${option}[${index}]`, schedule, 'a schedule');
  });
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is one of `choices`. */
export function checkChoice(where: string, option: string, value: unknown, choices: readonly string[]): void {
  const names = choices.map((choice) => `"${choice}"`).join(', ');
  if (!choices.some((choice) => choice === value)) throw badOption(where, option, value, `one of ${names}`);
}

/** @throws {ValueError} LEARNING_RATE unless `value` is a finite number of at least 0 or a function. */
export function checkLearningRate(where: string, value: unknown): void {
  if (typeof value !== 'function' && (!isNumber(value) || value < 0)) throw badLearningRate(where, value);
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a boolean. */
export function checkFlag(where: string, option: string, value: unknown): void {
  if (typeof value !== 'boolean') throw badOption(where, option, value, 'true or false');
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is an array of strings, none of them empty. */
export function checkNames(where: string, option: string, value: unknown): void {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string' || name === ''))
    throw badOption(where, option, value, 'an array of strings that are not empty');
}

/** @throws {ValueError} OPTIMIZER_PARAMS unless there are parameters, all of them float32. */
export function checkParams(where: string, params: TensorTree): void {
  const entries = treeEntries<unknown>(params);
  if (entries.length === 0) throw noParams(where);
  for (const [path, param] of entries) {
    if (!(param instanceof Tensor) || param.dtype !== 'float32') throw badParam(where, path, param);
  }
}
