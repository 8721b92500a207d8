import { ValueError } from '@isograd/core';
import { GatherNd, ScatterNd, SparseToDense, TensorScatterUpdate } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel, type Values } from '../testing/kernel-runner.js';

onWasm();

const indices = (data: number[], shape: number[]): Values => ({ shape, dtype: 'int32', data });
const floats = (data: number[], shape: number[] = [data.length]): Values => ({ shape, dtype: 'float32', data });
const matrix = floats([1, 2, 3, 4, 5, 6], [2, 3]);

it.each([[[2, 0]], [[0, 3]], [[-1, 0]], [[0, -1]], [[2 ** 31 - 1, 0]]])('refuses the position %j', (position) => {
  const rows = indices([0, 0, ...position], [2, 2]);
  const updates = floats([7, 8]);
  const runs = [
    () => runKernel(GatherNd, { params: matrix, indices: rows }),
    () => runKernel(ScatterNd, { indices: rows, updates }, { shape: [2, 3] }),
    () => runKernel(TensorScatterUpdate, { tensor: matrix, indices: rows, updates }),
    () =>
      runKernel(
        SparseToDense,
        { sparseIndices: rows, sparseValues: updates, defaultValue: floats([0], []) },
        { outputShape: [2, 3] },
      ),
  ];
  for (const run of runs) {
    expect(run).toThrow(ValueError);
    expect(run).toThrow(`Invalid indices: ${position.join(',')} does not index into 2,3.`);
  }
});

it('takes positions that fit', () => {
  const rows = indices([1, 2, 0, 0], [2, 2]);
  const updates = floats([7, 8]);
  expect(Array.from(runKernel(GatherNd, { params: matrix, indices: rows }).data)).toEqual([6, 1]);
  expect(Array.from(runKernel(GatherNd, { params: matrix, indices: indices([1], [1, 1]) }).data)).toEqual([4, 5, 6]);
  expect(Array.from(runKernel(ScatterNd, { indices: rows, updates }, { shape: [2, 3] }).data)).toEqual([
    8, 0, 0, 0, 0, 7,
  ]);
  expect(Array.from(runKernel(TensorScatterUpdate, { tensor: matrix, indices: rows, updates }).data)).toEqual([
    8, 2, 3, 4, 5, 7,
  ]);
  const scattered = runKernel(
    ScatterNd,
    { indices: indices([3, 0, 3], [3]), updates: floats([7, 8, 9]) },
    { shape: [4] },
  );
  expect(Array.from(scattered.data)).toEqual([8, 0, 0, 16]);
  const defaultValue = floats([-1], []);
  const dense = (sparseIndices: Values, sparseValues: Values): unknown =>
    Array.from(runKernel(SparseToDense, { sparseIndices, sparseValues, defaultValue }, { outputShape: [4] }).data);
  expect(dense(indices([1, 3], [2]), updates)).toEqual([-1, 7, -1, 8]);
  expect(dense(indices([2], []), floats([7], []))).toEqual([-1, -1, 7, -1]);
  expect(() => dense(indices([1, 4], [2]), updates)).toThrow('Invalid indices: 4 does not index into 4.');
});
