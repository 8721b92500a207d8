/** Laws of what is done with rows that belong together. */
import { sizeOf } from '@isograd/core';
import { type HostTensor, indicesOf, positionOf, tabulate } from './host-tensor.js';

/** `data` is `[rows, ...]`, `segmentIds` int32 `[rows]`. */
export type SegmentInputs = { readonly data: HostTensor; readonly segmentIds: HostTensor };

/** How many segments there are; rows with other ids are left out. */
export interface SegmentAttributes {
  readonly numSegments: number;
}

/** A reduction of the values of one feature in one segment. */
type Reduction = (values: readonly number[]) => number;

/** Feature by feature, a reduction of the rows of each segment: `reduce` of no rows says what is in empty ones. */
export function reduceSegments(
  reduce: Reduction,
): (inputs: SegmentInputs, attributes: SegmentAttributes) => HostTensor {
  return ({ data, segmentIds }, { numSegments }) => {
    const features = sizeOf(data.shape.slice(1));
    return tabulate([numSegments, ...data.shape.slice(1)], ([segment, ...rest]) => {
      const feature = positionOf(data.shape.slice(1), rest);
      const rows = [...segmentIds.values.keys()].filter((row) => segmentIds.values[row] === segment);
      return reduce(rows.map((row) => data.values[row * features + feature] as number));
    });
  };
}

/** Σ, 0 of none */
export const sum: Reduction = (values) => values.reduce((total, value) => total + value, 0);

/** Σ / count, 0 of none */
export const mean: Reduction = (values) => (values.length === 0 ? 0 : sum(values) / values.length);

/** Π, 1 of none */
export const product: Reduction = (values) => values.reduce((total, value) => total * value, 1);

/** max, -Infinity of none */
export const maximum: Reduction = (values) => Math.max(...values);

/** min, Infinity of none */
export const minimum: Reduction = (values) => Math.min(...values);

/** y = x, then y[indices[i]] += updates[i] for every i; indices are int32 `[..., depth]`. */
export function scatterAdd({
  x,
  indices,
  updates,
}: {
  readonly x: HostTensor;
  readonly indices: HostTensor;
  readonly updates: HostTensor;
}): HostTensor {
  const depth = indices.shape.at(-1) as number;
  const slice = sizeOf(x.shape.slice(depth));
  const values = Float64Array.from(x.values);
  const rows = indices.shape.slice(0, -1);
  for (const index of indicesOf(rows)) {
    const row = positionOf(rows, index);
    const place = positionOf(x.shape.slice(0, depth), Array.from(indices.values.slice(row * depth, (row + 1) * depth)));
    for (let element = 0; element < slice; element++) {
      const at = place * slice + element;
      values[at] = (values[at] as number) + (updates.values[row * slice + element] as number);
    }
  }
  return { ...x, values };
}
