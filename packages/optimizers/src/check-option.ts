/** Checks of options and parameters, each made once, where they arrive. */
import { treeEntries } from '@isograd/core';
import { Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';
import { badLearningRate, badOption, badParam, noParams } from './messages.js';

interface Range {
  readonly min: number;
  readonly max: number;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a finite number. */
export function checkFinite(where: string, option: string, value: unknown): void {
  if (!isNumber(value)) throw badOption(where, option, value, 'a finite number');
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a finite number above 0. */
export function checkPositive(where: string, option: string, value: unknown): void {
  if (!isNumber(value) || value <= 0) throw badOption(where, option, value, 'a finite number above 0');
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

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is an integer of at least `min`. */
export function checkSteps(where: string, option: string, value: unknown, min: number): void {
  if (!Number.isSafeInteger(value) || Number(value) < min) {
    throw badOption(where, option, value, `an integer of at least ${min}`);
  }
}

/** @throws {ValueError} LEARNING_RATE unless `value` is a finite number of at least 0 or a function. */
export function checkLearningRate(where: string, value: unknown): void {
  if (typeof value !== 'function' && (!isNumber(value) || value < 0)) throw badLearningRate(where, value);
}

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a boolean. */
export function checkFlag(where: string, option: string, value: unknown): void {
  if (typeof value !== 'boolean') throw badOption(where, option, value, 'true or false');
}

/** @throws {ValueError} OPTIMIZER_PARAMS unless there are parameters, all of them float32. */
export function checkParams(where: string, params: TensorTree): void {
  const entries = treeEntries<unknown>(params);
  if (entries.length === 0) throw noParams(where);
  for (const [path, param] of entries) {
    if (!(param instanceof Tensor) || param.dtype !== 'float32') throw badParam(where, path, param);
  }
}
