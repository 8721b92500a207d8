/** Against the examples in the documentation of tf.sparse.reshape and tf.sparse.fill_empty_rows. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { sparseFillEmptyRows, sparseReshape } from './sparse.js';

const integers = (numbers: readonly number[], shape?: readonly number[]): ReturnType<typeof hostTensor> =>
  hostTensor(numbers, shape, 'int32');

it('moves positions to another shape', () => {
  const inputIndices = integers([0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 2, 3], [5, 3]);
  expect(sparseReshape({ inputIndices, inputShape: integers([2, 3, 6]), newShape: integers([9, -1]) })).toEqual([
    integers([0, 0, 0, 1, 1, 2, 4, 2, 8, 1], [5, 2]),
    integers([9, 4]),
  ]);
});

it('fills empty rows', () => {
  const indices = integers([0, 1, 0, 3, 2, 0, 3, 1], [4, 2]);
  const values = hostTensor([1, 2, 3, 4]);
  const sparse = { indices, values, denseShape: integers([5, 6]), defaultValue: hostTensor([9], []) };
  expect(sparseFillEmptyRows(sparse)).toEqual([
    integers([0, 1, 0, 3, 1, 0, 2, 0, 3, 1, 4, 0], [6, 2]),
    hostTensor([1, 2, 9, 3, 4, 9]),
    hostTensor([0, 1, 0, 0, 1], [5], 'bool'),
    integers([0, 1, 3, 4]),
  ]);
});
