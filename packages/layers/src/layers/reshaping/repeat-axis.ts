/** Repeats each element along an axis. */
import { sizeOf } from '@isograd/core';
import { reshape, type Tensor, tile } from '@tensorflow/tfjs-core';

/**
 * Each element along an axis `count` times, one beside the other.
 *
 * @param axis - Counted from the first.
 * @returns The axis is `count` times as long; other axes are as they were.
 */
export function repeatAxis(x: Tensor, axis: number, count: number): Tensor {
  if (count === 1) return x;
  const [before, size, after] = [x.shape.slice(0, axis), x.shape[axis] ?? 1, x.shape.slice(axis + 1)];
  const apart = reshape(x, [sizeOf(before) * size, 1, sizeOf(after)]);
  return reshape(tile(apart, [1, count, 1]), [...before, size * count, ...after]);
}
