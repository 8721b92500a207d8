/** The shape of several inputs that are combined element by element. */
import type { PartialShape } from '@isograd/core';
import { notBroadcast } from './merging-messages.js';
import type { ShapeList } from '../../tensor-list.js';

/**
 * The common shape of some inputs. The batch axes agree; the others are aligned at the last axis and broadcast, so that
 * `[batch, channels]` goes with `[batch, time, channels]` (Keras).
 *
 * @param where - Label of the layer.
 * @param shapes - With the batch axes; null where unknown.
 * @throws {ShapeError} MERGE_SHAPES, which names the two inputs that do not fit.
 */
export function broadcastShapes(where: string, shapes: ShapeList): PartialShape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const aligned = shapes.map((shape) => alignedShape(shape, rank));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = aligned.map((shape) => shape[axis] ?? null);
    const deciding = sizes.findIndex((size) => size !== null && (size !== 1 || axis === 0));
    if (deciding < 0) return sizes.includes(null) ? null : 1;
    const size = sizes[deciding] as number;
    const other = sizes.findIndex((each) => each !== null && each !== size && (each !== 1 || axis === 0));
    if (other < 0) return size;
    throw notBroadcast(
      where,
      { number: deciding, shape: shapes[deciding] ?? [] },
      { number: other, shape: shapes[other] ?? [] },
    );
  });
}

/** The shape with axes of size 1 after the batch, to have `rank` axes. */
export function alignedShape<Size extends number | null>(shape: readonly Size[], rank: number): (Size | 1)[] {
  return [...shape.slice(0, 1), ...Array.from({ length: rank - shape.length }, () => 1 as const), ...shape.slice(1)];
}
