/** Where elements lie along some of the axes of a row-major tensor. */
import { type Shape, sizeOf } from '@isograd/core';

/**
 * Offsets of all elements along `axes` of a tensor, the last of them running fastest.
 *
 * @param shape - Shape of the tensor.
 * @param axes - Any of its axes, in any order.
 */
export function offsetsAlong(shape: Shape, axes: readonly number[]): Int32Array {
  let offsets = new Int32Array(1);
  for (const axis of axes) {
    const size = shape[axis] ?? 1;
    const stride = sizeOf(shape.slice(axis + 1));
    const next = new Int32Array(offsets.length * size);
    let to = 0;
    for (const offset of offsets) {
      for (let position = 0; position < size; position++) next[to++] = offset + position * stride;
    }
    offsets = next;
  }
  return offsets;
}
