/** Broadcasting by index: for the authors of kernels. */
import { type Shape, sizeOf } from '../shape.js';

/**
 * From the row-major index of an element of a broadcast shape to that of the element broadcast there.
 *
 * @param from - The shape before broadcasting.
 * @param to - The shape after, of the same or a higher rank.
 */
export function broadcastIndex(from: Shape, to: Shape): (index: number) => number {
  if (sizeOf(from) === sizeOf(to)) return (index) => index;
  return (index) => {
    let rest = index;
    let result = 0;
    let stride = 1;
    for (let axis = 1; axis <= from.length; axis++) {
      const size = to[to.length - axis] ?? 1;
      const fromSize = from[from.length - axis] ?? 1;
      if (fromSize > 1) result += (rest % size) * stride;
      stride *= fromSize;
      rest = Math.floor(rest / size);
    }
    return result;
  };
}
