import { ValueError } from '@isograd/core';
import { GatherNd, ScatterNd, TensorScatterUpdate } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const matrix = values([1, 2, 3, 4, 5, 6], [2, 3]);

it('TensorScatterUpdate leaves its input as it was', () => {
  const inputs = { tensor: matrix, indices: values([1, 0], [1, 2], 'int32'), updates: values([9]) };
  // The runner checks the inputs after the kernel.
  expect(Array.from(runKernel(TensorScatterUpdate, inputs).data)).toEqual([1, 2, 3, 9, 5, 6]);
});

it('TensorScatterUpdate replaces rows, the last of equals', () => {
  const updates = values([7, 7, 7, 8, 8, 8], [2, 3]);
  const inputs = { tensor: matrix, indices: values([0, 0], [2, 1], 'int32'), updates };
  expect(Array.from(runKernel(TensorScatterUpdate, inputs).data)).toEqual([8, 8, 8, 4, 5, 6]);
});

it('ScatterNd adds up what goes to one place, rounding once', () => {
  const inputs = { indices: values([1, 1, 1], [3, 1], 'int32'), updates: values([1, 2 ** -24, 2 ** -24]) };
  expect(Array.from(runKernel(ScatterNd, inputs, { shape: [2] }).data)).toEqual([0, 1 + 2 ** -23]);
});

it('GatherNd reads elements and rows', () => {
  const elements = runKernel(GatherNd, { params: matrix, indices: values([1, 2, 0, 1], [2, 2], 'int32') });
  expect(Array.from(elements.data)).toEqual([6, 2]);
  const rows = runKernel(GatherNd, { params: matrix, indices: values([1], [1, 1], 'int32') });
  expect(rows.shape).toEqual([1, 3]);
  expect(Array.from(rows.data)).toEqual([4, 5, 6]);
});

it.each([
  [0, 3],
  [0, -1],
  [2, 0],
])('an index outside of its axis is an error, not a neighbour: %i, %i', (row, column) => {
  const indices = values([row, column], [1, 2], 'int32');
  const updates = values([9]);
  expect(() => runKernel(GatherNd, { params: matrix, indices })).toThrow(ValueError);
  expect(() => runKernel(ScatterNd, { indices, updates }, { shape: [2, 3] })).toThrow(/\[CPU_INDEX\]$/);
  expect(() => runKernel(TensorScatterUpdate, { tensor: matrix, indices, updates })).toThrow(ValueError);
});
