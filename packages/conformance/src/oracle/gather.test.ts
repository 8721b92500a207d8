/** Against the examples in TensorFlow's documentation of gather, gather_nd, scatter_nd and tensor_scatter_nd_update. */
import { expect, it } from 'vitest';
import { gather, gatherNd, scatterNd, sparseToDense, tensorScatterUpdate } from './gather.js';
import { hostTensor } from './host-tensor.js';

it('looks up in each batch', () => {
  const x = hostTensor([0, 0, 1, 0, 2, 3, 0, 0, 0, 4, 0, 5, 0, 6, 0], [3, 5]);
  const indices = hostTensor([2, 4, 0, 4, 1, 3], [3, 2], 'int32');
  expect(gather({ x, indices }, { axis: 1, batchDims: 1 })).toEqual(hostTensor([1, 2, 3, 4, 5, 6], [3, 2]));
});

it('puts the axes of the indices where the axis was', () => {
  const x = hostTensor([1, 2, 3, 4, 5, 6], [2, 3]);
  const indices = hostTensor([2, 0], [2, 1], 'int32');
  expect(gather({ x, indices }, { axis: -1, batchDims: 0 })).toEqual(hostTensor([3, 1, 6, 4], [2, 2, 1]));
});

it('looks up tuples', () => {
  const params = hostTensor([1, 2, 3, 4], [2, 2]);
  expect(gatherNd({ params, indices: hostTensor([0, 0, 1, 1], [2, 2], 'int32') })).toEqual(hostTensor([1, 4]));
  expect(gatherNd({ params, indices: hostTensor([1, 0], [2, 1], 'int32') })).toEqual(hostTensor([3, 4, 1, 2], [2, 2]));
});

it('adds what goes to one place', () => {
  const indices = hostTensor([4, 3, 1, 7], [4, 1], 'int32');
  const updates = hostTensor([9, 10, 11, 12]);
  expect(scatterNd({ indices, updates }, { shape: [8] })).toEqual(hostTensor([0, 11, 0, 10, 9, 0, 0, 12]));
  const twice = hostTensor([1, 1], [2, 1], 'int32');
  expect(scatterNd({ indices: twice, updates: hostTensor([2, 3]) }, { shape: [2] })).toEqual(hostTensor([0, 5]));
});

it('writes over a tensor', () => {
  const tensor = hostTensor([1, 1, 1, 1, 1, 1, 1, 1]);
  const indices = hostTensor([1, 3, 4, 7], [4, 1], 'int32');
  const updates = hostTensor([9, 10, 11, 12]);
  expect(tensorScatterUpdate({ tensor, indices, updates })).toEqual(hostTensor([1, 9, 1, 10, 11, 1, 1, 12]));
  expect(tensor).toEqual(hostTensor([1, 1, 1, 1, 1, 1, 1, 1]));
});

it('makes a sparse tensor dense, of several values or of one', () => {
  const sparseIndices = hostTensor([0, 1, 1, 2], [2, 2], 'int32');
  const defaultValue = hostTensor([5], []);
  const outputShape = [2, 3];
  expect(sparseToDense({ sparseIndices, sparseValues: hostTensor([7, 8]), defaultValue }, { outputShape })).toEqual(
    hostTensor([5, 7, 5, 5, 5, 8], [2, 3]),
  );
  expect(sparseToDense({ sparseIndices, sparseValues: hostTensor([7], []), defaultValue }, { outputShape })).toEqual(
    hostTensor([5, 7, 5, 5, 5, 7], [2, 3]),
  );
});
