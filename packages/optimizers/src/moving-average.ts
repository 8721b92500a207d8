/** Exponential moving averages that start at zero, and the bias that the start leaves. */
import { add, cast, expm1, mul, neg, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * average + (1 - decay) (value - average): decay · average + (1 - decay) · value, with the weights adding up
 * to exactly 1 in float32 too.
 *
 * @param average - float32, any shape.
 * @param value - float32, the shape of `average`.
 * @param decay - In [0, 1).
 */
export function movingAverage(average: Tensor, value: Tensor, decay: number): Tensor {
  return add(average, mul(sub(value, average), 1 - decay));
}

/**
 * The weight that `count` values have in an average that started at zero: 1 - decay^count.
 *
 * Computed as -expm1(count · ln decay): 1 - pow(0.999, 1) would keep only 15 bits in float32.
 *
 * @param decay - In [0, 1).
 * @param count - int32 scalar, at least 1.
 * @returns float32 scalar in (0, 1].
 */
export function averageWeight(decay: number, count: Tensor): Tensor {
  return neg(expm1(mul(cast(count, 'float32'), Math.log(decay))));
}
