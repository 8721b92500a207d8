/** Lists of at least one tensor or shape: what goes into a layer and comes out of it. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A list that is never empty, so that `[x]` can be taken from it. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Inputs of a layer; most layers take `[x]`. */
export type TensorList = NonEmpty<Tensor>;

/** Shapes of a layer's inputs; the first axis is `batch` and `null`. */
export type ShapeList = NonEmpty<PartialShape>;

/** A list from one or several values. */
export function toList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The list, known not to be empty; for lists that were checked where they came in. */
export function asNonEmpty<T>(list: readonly T[]): NonEmpty<T> {
  return list as NonEmpty<T>;
}

/** The shapes of one output or of several, as a list. */
export function toShapeList(shapes: PartialShape | ShapeList): ShapeList {
  return Array.isArray(shapes[0]) ? (shapes as ShapeList) : [shapes as PartialShape];
}
