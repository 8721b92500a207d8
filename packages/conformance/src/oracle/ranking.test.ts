/** Against the examples in TensorFlow's documentation of top_k, searchsorted and unique. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { searchSorted, topK, unique } from './ranking.js';

it('finds the largest', () => {
  const x = hostTensor([1, 2, 98, 1, 1, 99, 3, 1, 3, 96, 4, 1]);
  expect(topK({ x }, { k: 3, sorted: true })).toEqual([hostTensor([99, 98, 96]), hostTensor([5, 2, 9], [3], 'int32')]);
});

it('takes the first of equals first', () => {
  const x = hostTensor([1, 3, 2, 3], [2, 2]);
  const [, places] = topK({ x: hostTensor([2, 5, 5, 2], [1, 4]) }, { k: 3, sorted: true });
  expect(places).toEqual(hostTensor([1, 2, 0], [1, 3], 'int32'));
  expect(topK({ x }, { k: 1, sorted: true })[1]).toEqual(hostTensor([1, 1], [2, 1], 'int32'));
});

it('places values before or behind their equals', () => {
  const sortedSequence = hostTensor([0, 3, 9, 9, 10], [1, 5]);
  const values = hostTensor([0, 4, 10], [1, 3]);
  expect(searchSorted({ sortedSequence, values }, { side: 'left' })).toEqual(hostTensor([0, 2, 4], [1, 3], 'int32'));
  expect(searchSorted({ sortedSequence, values }, { side: 'right' })).toEqual(hostTensor([1, 2, 5], [1, 3], 'int32'));
});

it('finds the distinct elements', () => {
  expect(unique({ x: hostTensor([1, 1, 2, 4, 4, 4, 7, 8, 8]) }, { axis: 0 })).toEqual([
    hostTensor([1, 2, 4, 7, 8]),
    hostTensor([0, 0, 1, 2, 2, 2, 3, 4, 4], [9], 'int32'),
  ]);
});

it('finds the distinct rows and columns', () => {
  const x = hostTensor([1, 0, 0, 1, 0, 0, 2, 0, 0], [3, 3]);
  expect(unique({ x }, { axis: 0 })).toEqual([
    hostTensor([1, 0, 0, 2, 0, 0], [2, 3]),
    hostTensor([0, 0, 1], [3], 'int32'),
  ]);
  expect(unique({ x }, { axis: -1 })).toEqual([
    hostTensor([1, 0, 1, 0, 2, 0], [3, 2]),
    hostTensor([0, 1, 1], [3], 'int32'),
  ]);
});
