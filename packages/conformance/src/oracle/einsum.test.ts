/** Against the examples in the documentation of numpy.einsum. */
import { expect, it } from 'vitest';
import { countSummed, einsum } from './einsum.js';
import { hostTensor } from './host-tensor.js';

const range = (...shape: number[]): ReturnType<typeof hostTensor> =>
  hostTensor([...Array(shape.reduce((product, size) => product * size, 1)).keys()], shape);

it.each([
  ['ij,j->i', [range(5, 5), range(5)], hostTensor([30, 80, 130, 180, 230])],
  ['ij->i', [range(5, 5)], hostTensor([10, 35, 60, 85, 110])],
  ['i,i->', [range(5), range(5)], hostTensor([30], [])],
  ['i, j -> ij', [hostTensor([1, 2]), range(5)], hostTensor([0, 1, 2, 3, 4, 0, 2, 4, 6, 8], [2, 5])],
  ['ij->ji', [range(2, 3)], hostTensor([0, 3, 1, 4, 2, 5], [3, 2])],
  [
    'ijk,jil->kl',
    [range(3, 4, 5), range(4, 3, 2)],
    hostTensor([4400, 4730, 4532, 4874, 4664, 5018, 4796, 5162, 4928, 5306], [5, 2]),
  ],
])('%s', (equation, tensors, expected) => {
  expect(einsum(Object.fromEntries(tensors.entries()), { equation })).toEqual(expected);
});

it('counts the products of one element', () => {
  expect(countSummed({ 0: range(3, 4, 5), 1: range(4, 3, 2) }, { equation: 'ijk,jil->kl' })).toBe(12);
});
