/** How far neighbours on each axis lie from each other in a tensor that is broadcast. */
import type { Shape } from '@isograd/core';

/** Distance on each axis of a result of rank `rank`, in elements; 0 where one element serves the whole axis. */
export function broadcastStrides(shape: Shape, rank: number): number[] {
  const strides = Array<number>(rank).fill(0);
  let stride = 1;
  for (let back = 1; back <= shape.length; back++) {
    const size = shape.at(-back) ?? 1;
    strides[rank - back] = size === 1 ? 0 : stride;
    stride *= size;
  }
  return strides;
}
