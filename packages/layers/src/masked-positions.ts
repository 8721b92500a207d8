/** Masks as they act on the tensors that they belong to. */
import { broadcastTo, reshape, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';

/**
 * A mask that broadcasts against its tensor.
 *
 * @param mask - bool `[batch, time]`
 * @param x - `[batch, time, ...]`
 * @returns bool `[batch, time, 1, ...]`, with as many axes as `x`.
 */
export function alongTensor(mask: Tensor, x: Tensor): Tensor {
  return reshape(mask, [...mask.shape, ...Array.from({ length: x.rank - mask.rank }, () => 1)]);
}

/**
 * `x` where a mask is true, 0 elsewhere: what is masked may be NaN.
 *
 * @param x - float32, any shape.
 * @param positions - bool, broadcasts against `x`.
 */
export function zeroElsewhere(x: Tensor, positions: Tensor): Tensor {
  return where(broadcastTo(positions, x.shape), x, zerosLike(x));
}
