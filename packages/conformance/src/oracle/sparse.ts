/** Laws of sparse tensors, given as the positions (a row of `indices` each) and values of their elements. */
import { at, type HostTensor, indexOf, positionOf } from './host-tensor.js';

/** Positions of elements, the dense shape, and the new one, of which one size may be -1: what is left. */
export type SparseReshapeInputs = {
  readonly inputIndices: HostTensor;
  readonly inputShape: HostTensor;
  readonly newShape: HostTensor;
};

/** The positions that the elements have in the new shape, and that shape. */
export function sparseReshape({ inputIndices, inputShape, newShape }: SparseReshapeInputs): HostTensor[] {
  const oldSizes = Array.from(inputShape.values);
  const wanted = Array.from(newShape.values);
  const total = oldSizes.reduce((product, size) => product * size, 1);
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const sizes = wanted.map((size) => (size === -1 ? total / known : size));
  const positions = rowsOf(inputIndices).flatMap((row) => indexOf(sizes, positionOf(oldSizes, row)));
  return [
    { shape: [inputIndices.shape[0] as number, sizes.length], dtype: 'int32', values: Float64Array.from(positions) },
    { shape: [sizes.length], dtype: 'int32', values: Float64Array.from(sizes) },
  ];
}

/** A sparse tensor, and the value of the elements that are added. */
export type FillRowsInputs = {
  readonly indices: HostTensor;
  readonly values: HostTensor;
  readonly denseShape: HostTensor;
  readonly defaultValue: HostTensor;
};

/**
 * The sparse tensor, row by row, with an element at the start of every row that had none; which rows those were; and
 * where each element of the input went.
 */
export function sparseFillEmptyRows({ indices, values, denseShape, defaultValue }: FillRowsInputs): HostTensor[] {
  const rank = indices.shape[1] as number;
  const rows = Array.from({ length: denseShape.values[0] as number }, (_, row) => row);
  const elements = rowsOf(indices).map((position, place) => ({ position, value: at(values, [place]), place }));
  const added = (row: number): (typeof elements)[number] => ({
    position: Array.from({ length: rank }, (_, axis) => (axis === 0 ? row : 0)),
    value: at(defaultValue, []),
    place: -1,
  });
  const filled = rows.flatMap((row) => {
    const own = elements.filter(({ position }) => position[0] === row);
    return own.length === 0 ? [added(row)] : own;
  });
  const isEmpty = rows.map((row) => Number(elements.every(({ position }) => position[0] !== row)));
  const vector = (dtype: HostTensor['dtype'], numbers: readonly number[]): HostTensor => ({
    shape: [numbers.length],
    dtype,
    values: Float64Array.from(numbers),
  });
  return [
    {
      shape: [filled.length, rank],
      dtype: 'int32',
      values: Float64Array.from(filled.flatMap(({ position }) => position)),
    },
    vector(
      values.dtype,
      filled.map(({ value }) => value),
    ),
    vector('bool', isEmpty),
    vector(
      'int32',
      elements.map(({ place }) => filled.findIndex((element) => element.place === place)),
    ),
  ];
}

function rowsOf(matrix: HostTensor): number[][] {
  const [count, columns] = matrix.shape as [number, number];
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_, column) => at(matrix, [row, column])),
  );
}
