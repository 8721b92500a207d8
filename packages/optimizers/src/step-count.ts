/** The number of steps taken, as a tensor of the state. */
import { add, scalar, type Tensor } from '@tensorflow/tfjs-core';

/** int32 scalar 0. */
export function zeroCount(): Tensor {
  return scalar(0, 'int32');
}

/**
 * count + 1.
 *
 * @param count - int32 scalar. WebGL keeps it in a float and stops counting at 2^24, where every bias is long gone.
 */
export function nextCount(count: Tensor): Tensor {
  return add(count, scalar(1, 'int32'));
}
