/** Initializers that draw from a fixed distribution. */
import { random } from '@isograd/core';
import type { Initializer } from './initializer.js';

/**
 * Uniform draws from [minval, maxval).
 *
 * @param options - `minval`: default -0.05; `maxval`: default 0.05 (Keras).
 */
export function randomUniform(options: { readonly minval?: number; readonly maxval?: number } = {}): Initializer {
  const { minval = -0.05, maxval = 0.05 } = options;
  return {
    className: 'RandomUniform',
    config: { minval, maxval },
    init: (key, shape) => random.uniform(key, shape, minval, maxval),
  };
}

/**
 * Normal draws.
 *
 * @param options - `mean`: default 0; `stddev`: default 0.05 (Keras).
 */
export function randomNormal(options: { readonly mean?: number; readonly stddev?: number } = {}): Initializer {
  const { mean = 0, stddev = 0.05 } = options;
  return {
    className: 'RandomNormal',
    config: { mean, stddev },
    init: (key, shape) => random.normal(key, shape, mean, stddev),
  };
}

/**
 * Normal draws within two standard deviations.
 *
 * @param options - `mean`: default 0; `stddev`, that of the distribution before the cut: default 0.05 (Keras).
 */
export function truncatedNormal(options: { readonly mean?: number; readonly stddev?: number } = {}): Initializer {
  const { mean = 0, stddev = 0.05 } = options;
  return {
    className: 'TruncatedNormal',
    config: { mean, stddev },
    init: (key, shape) => random.truncatedNormal(key, shape, mean, stddev),
  };
}
