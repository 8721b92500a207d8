/** Initializers that draw from a fixed distribution. */
import { random } from '@isograd/core';
import { badOption } from '../messages.js';
import { finiteNumber, nonNegativeNumber, seedOption } from '../option-checks.js';
import { drawingKey, requireFloat, type SeedOptions, seedConfig } from './draw.js';
import type { Initializer } from './initializer.js';

/** Options of `randomUniform`, with Keras's names. */
export interface RandomUniformOptions extends SeedOptions {
  /** Default: -0.05. */
  readonly minval?: number;
  /** At least `minval`. Default: 0.05. */
  readonly maxval?: number;
}

/** Options of `randomNormal` and `truncatedNormal`, with Keras's names. */
export interface RandomNormalOptions extends SeedOptions {
  /** Default: 0. */
  readonly mean?: number;
  /** Standard deviation, before the cut of `truncatedNormal`. Default: 0.05. */
  readonly stddev?: number;
}

/**
 * Uniform draws from [minval, maxval), float32.
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INITIALIZER_DTYPE from `init`
 */
export function randomUniform(options: RandomUniformOptions = {}): Initializer {
  const where = 'randomUniform';
  const minval = finiteNumber(where, 'minval', options.minval ?? -0.05);
  const maxval = finiteNumber(where, 'maxval', options.maxval ?? 0.05);
  const seed = seedOption(where, options.seed);
  if (maxval < minval) throw badOption(where, 'maxval', maxval, `at least minval, ${minval}`);
  return {
    className: 'RandomUniform',
    config: { minval, maxval, ...seedConfig(seed) },
    init: (key, shape, dtype) => {
      requireFloat(where, dtype);
      return random.uniform(drawingKey(seed, key), shape, minval, maxval);
    },
  };
}

/**
 * Normal draws, float32.
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INITIALIZER_DTYPE from `init`
 */
export function randomNormal(options: RandomNormalOptions = {}): Initializer {
  return drawnNormal('randomNormal', 'RandomNormal', random.normal, options);
}

/**
 * Normal draws within two standard deviations, float32.
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INITIALIZER_DTYPE from `init`
 */
export function truncatedNormal(options: RandomNormalOptions = {}): Initializer {
  return drawnNormal('truncatedNormal', 'TruncatedNormal', random.truncatedNormal, options);
}

function drawnNormal(
  where: string,
  className: string,
  draw: typeof random.normal,
  options: RandomNormalOptions,
): Initializer {
  const mean = finiteNumber(where, 'mean', options.mean ?? 0);
  const stddev = nonNegativeNumber(where, 'stddev', options.stddev ?? 0.05);
  const seed = seedOption(where, options.seed);
  return {
    className,
    config: { mean, stddev, ...seedConfig(seed) },
    init: (key, shape, dtype) => {
      requireFloat(where, dtype);
      return draw(drawingKey(seed, key), shape, mean, stddev);
    },
  };
}
