/** Logarithm of a sum of exponentials. */
import { add, exp, log, max, reshape, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { stopGradient } from '../stop-gradient.js';

/**
 * The logarithm of a sum of exponentials along one axis, finite for every finite `x`.
 *
 * log Σ exp(x) = m + log Σ exp(x - m), m = max x. Its derivative does not depend on m, which is therefore a
 * constant here; tf.logSumExp differentiates through it and rounds more.
 *
 * @param x - float32, rank at least 1.
 * @param axis - Default: the last.
 * @returns float32, the shape of `x` without the axis.
 * @example
 * import { logSumExp } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * logSumExp(tf.tensor1d([1000, 1000])).print(); // 1000.69, where exp alone overflows
 */
export function logSumExp(x: Tensor, axis = -1): Tensor {
  return tidy(() => {
    const largest = stopGradient(max(x, axis, true));
    const logOfSum = log(sum(exp(sub(x, largest)), axis));
    return add(logOfSum, reshape(largest, logOfSum.shape));
  });
}
