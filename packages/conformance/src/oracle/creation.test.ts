import { expect, it } from 'vitest';
import { linSpace, range, threefry } from './creation.js';

it('agrees with the known answers of Random123 for threefry2x32 of 20 rounds', () => {
  expect(threefry([0, 0], [0, 0])).toEqual([0x6b200159, 0x99ba4efe]);
  expect(threefry([0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff])).toEqual([0x1cb996fc, 0xbb002be7]);
  expect(threefry([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3])).toEqual([0xc4923a9c, 0x483df7a0]);
});

it('makes the ranges of the examples of NumPy', () => {
  expect([...linSpace({}, { start: 2, stop: 3, num: 5 }).values]).toEqual([2, 2.25, 2.5, 2.75, 3]);
  expect([...linSpace({}, { start: 2, stop: 3, num: 1 }).values]).toEqual([2]);
  expect([...range({}, { start: 3, stop: 7, step: 2, dtype: 'int32' }).values]).toEqual([3, 5]);
  expect([...range({}, { start: 7, stop: 3, step: -2, dtype: 'int32' }).values]).toEqual([7, 5]);
  expect([...range({}, { start: 3, stop: 7, step: -2, dtype: 'int32' }).values]).toEqual([]);
});
