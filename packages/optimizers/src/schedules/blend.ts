/** A rate between two others. */
import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * a · share + b · (1 - share): exactly `a` at 1 and `b` at 0, however much they differ.
 *
 * @param share - float32 scalar in [0, 1].
 */
export function blend(share: Tensor, a: number | Tensor, b: number | Tensor): Tensor {
  return add(mul(share, a), mul(sub(1, share), b));
}
