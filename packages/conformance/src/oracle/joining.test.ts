/** By hand. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { concat, pack } from './joining.js';

it('joins and stacks', () => {
  const [a, b] = [hostTensor([1, 2], [2, 1]), hostTensor([3, 4, 5, 6], [2, 2])];
  expect(concat({ 0: a, 1: b }, { axis: -1 })).toEqual(hostTensor([1, 3, 4, 2, 5, 6], [2, 3]));
  expect(pack({ 0: hostTensor([1, 4]), 1: hostTensor([2, 5]), 2: hostTensor([3, 6]) }, { axis: 1 })).toEqual(
    hostTensor([1, 2, 3, 4, 5, 6], [2, 3]),
  );
});

it('keeps the parts of complex numbers together', () => {
  const [a, b] = [hostTensor([1, 2], [1], 'complex64'), hostTensor([3, 4], [1], 'complex64')];
  expect(concat({ 0: a, 1: b }, { axis: 0 })).toEqual(hostTensor([1, 2, 3, 4], [2], 'complex64'));
});
