/** Broadcasting by NumPy's rule: axes align at the end, and an axis of size 1 is repeated. */
import type { Shape } from '@isograd/core';
import { at, type HostTensor, type Index, tabulate } from './host-tensor.js';

/** The shape that two shapes broadcast to. */
export function broadcastShapes(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [sizeOfA = 1, sizeOfB = 1] = [a[axis - rank + a.length], b[axis - rank + b.length]];
    return sizeOfA === 1 ? sizeOfB : sizeOfA;
  });
}

/** The element of `tensor` that broadcasting puts at `index` of a shape of the same or a higher rank. */
export function broadcastAt(tensor: HostTensor, index: Index): number {
  const first = index.length - tensor.shape.length;
  return at(
    tensor,
    tensor.shape.map((size, axis) => (size === 1 ? 0 : (index[first + axis] as number))),
  );
}

/** `valueOf` of each pair of elements of two tensors that are broadcast to one shape. */
export function mapPairs(
  a: HostTensor,
  b: HostTensor,
  valueOf: (a: number, b: number) => number,
  dtype: HostTensor['dtype'] = a.dtype,
): HostTensor {
  const valueAt = (index: Index): number => valueOf(broadcastAt(a, index), broadcastAt(b, index));
  return tabulate(broadcastShapes(a.shape, b.shape), valueAt, dtype);
}
