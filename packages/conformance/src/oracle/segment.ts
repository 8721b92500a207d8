/** Laws of sums by number: segments and histograms. */
import { sizeOf } from '@isograd/core';
import { at, type HostTensor, indicesOf, positionOf } from './host-tensor.js';

/** Rows, and the segment of each: the shape of the ids is how that of `x` begins. */
export type SegmentInputs = { readonly x: HostTensor; readonly segmentIds: HostTensor };

/** Rows, which of them are picked, and the segment of each picked row, in ascending order. */
export type SparseSegmentInputs = {
  readonly data: HostTensor;
  readonly indices: HostTensor;
  readonly segmentIds: HostTensor;
};

/** Numbers from 0 on, and a weight for each; empty weights are ones. */
export type BincountInputs = { readonly x: HostTensor; readonly weights: HostTensor };

/** y[s] = Σ x[i] over the i with id s; a negative id drops its row. int32 wraps. */
export function unsortedSegmentSum(
  { x, segmentIds }: SegmentInputs,
  { numSegments }: { readonly numSegments: number },
): HostTensor {
  const idRank = segmentIds.shape.length;
  const output = zeros([numSegments, ...x.shape.slice(idRank)], x.dtype);
  let position = 0;
  for (const index of indicesOf(x.shape)) {
    const segment = at(segmentIds, index.slice(0, idRank));
    const value = x.values[position++] as number;
    if (segment >= 0) addTo(output, [segment, ...index.slice(idRank)], value);
  }
  return output;
}

/** y[s] = Σ data[indices[i]] over the i with id s; as many segments as the last id and one; int32 wraps. */
export function sparseSegmentSum({ data, indices, segmentIds }: SparseSegmentInputs): HostTensor {
  const output = zeros([(segmentIds.values.at(-1) ?? -1) + 1, ...data.shape.slice(1)], data.dtype);
  for (const [place, segment] of segmentIds.values.entries()) {
    for (const rest of indicesOf(data.shape.slice(1))) {
      addTo(output, [segment, ...rest], at(data, [indices.values[place] as number, ...rest]));
    }
  }
  return output;
}

/** The mean of the rows that `sparseSegmentSum` adds; zeros where there is none. */
export function sparseSegmentMean(inputs: SparseSegmentInputs): HostTensor {
  const output = sparseSegmentSum(inputs);
  for (const index of indicesOf(output.shape)) {
    const count = inputs.segmentIds.values.filter((segment) => segment === index[0]).length;
    if (count > 0) output.values[positionOf(output.shape, index)] = at(output, index) / count;
  }
  return output;
}

/** y[n] = Σ weights[i] over the i with x[i] = n; numbers from `size` on are dropped. */
export function bincount({ x, weights }: BincountInputs, { size }: { readonly size: number }): HostTensor {
  return denseBincount({ x, weights }, { size, binaryOutput: false });
}

/** `bincount` of a vector or of each row of a matrix; with `binaryOutput`, whether a number occurs at all. */
export function denseBincount(
  { x, weights }: BincountInputs,
  { size, binaryOutput }: { readonly size: number; readonly binaryOutput: boolean },
): HostTensor {
  const output = zeros([...x.shape.slice(0, -1), size], weights.dtype);
  let position = 0;
  for (const index of indicesOf(x.shape)) {
    const number = x.values[position] as number;
    const weight = weights.values.length === 0 ? 1 : (weights.values[position] as number);
    position++;
    if (number >= size) continue;
    const bin = [...index.slice(0, -1), number];
    if (binaryOutput) output.values[positionOf(output.shape, bin)] = 1;
    else addTo(output, bin, weight);
  }
  return output;
}

function zeros(shape: readonly number[], dtype: HostTensor['dtype']): HostTensor {
  return { shape, dtype, values: new Float64Array(sizeOf(shape)) };
}

function addTo({ shape, dtype, values }: HostTensor, index: readonly number[], value: number): void {
  const position = positionOf(shape, index);
  const total = (values[position] as number) + value;
  values[position] = dtype === 'int32' ? total | 0 : total;
}
