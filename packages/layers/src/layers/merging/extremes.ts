/** Extremes of inputs of which some positions do not count. */
import { broadcastTo, logicalOr, type Tensor, where } from '@tensorflow/tfjs-core';
import type { NonEmpty } from '../../tensor-list.js';
import type { MergeInput } from './merge.js';

/**
 * Combines inputs one after another; where one of two does not count, the other stands for both (Keras).
 *
 * @param inputs - They broadcast against each other.
 * @param combine - The larger or the smaller of two tensors, element by element.
 */
export function mergeExtremes(
  [first, ...rest]: NonEmpty<MergeInput>,
  combine: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  let { x, positions } = first;
  for (const next of rest) {
    const other = next.positions === undefined ? next.x : chosen(next.positions, next.x, x);
    x = combine(positions === undefined ? x : chosen(positions, x, other), other);
    positions = positions && next.positions && logicalOr(positions, next.positions);
  }
  return x;
}

/** `a` where a mask is true, otherwise `b`. */
function chosen(positions: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = a.shape.map((size, axis) => Math.max(size, b.shape[axis] ?? 1));
  return where(broadcastTo(positions, shape), a, b);
}
