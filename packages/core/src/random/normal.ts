/** Normal draws, plain and truncated, by the inverse of the distribution function. */
import { add, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';
import { erfInv } from './erf-inv.js';
import { checkKey, type RandomKey } from './key.js';
import { uniformSigned } from './uniform.js';

/** erf(2 / sqrt(2)): the mass within two standard deviations. */
const massWithinTwo = 0.9544997361036416;

/**
 * Draws from the normal distribution: sqrt(2) * erfInv(u), u uniform in (-1, 1).
 *
 * @param key - int32 `[4]`
 * @param shape - Shape of the result.
 * @param mean - Default: 0.
 * @param stddev - Standard deviation. Default: 1.
 * @returns float32 of `shape`; the same on every backend up to the rounding of log and sqrt.
 * @throws {ShapeError} RANDOM_KEY
 */
export function normal(key: RandomKey, shape: Shape, mean = 0, stddev = 1): Tensor {
  checkKey('random.normal', key);
  return tidy(() => add(mul(erfInv(uniformSigned(key, shape)), Math.SQRT2 * stddev), mean));
}

/**
 * Draws from the normal distribution restricted to two standard deviations about the mean. As in Keras,
 * `stddev` is that of the distribution before the cut; afterwards it is 0.8796 times as large.
 *
 * @param key - int32 `[4]`
 * @param shape - Shape of the result.
 * @param mean - Default: 0.
 * @param stddev - Standard deviation before the cut. Default: 1.
 * @returns float32 of `shape`, every value within `mean ± 2 * stddev`.
 * @throws {ShapeError} RANDOM_KEY
 */
export function truncatedNormal(key: RandomKey, shape: Shape, mean = 0, stddev = 1): Tensor {
  checkKey('random.truncatedNormal', key);
  return tidy(() => {
    const quantile = mul(uniformSigned(key, shape), massWithinTwo);
    return add(mul(erfInv(quantile), Math.SQRT2 * stddev), mean);
  });
}
