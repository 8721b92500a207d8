import { Transpose } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

it.each([
  [
    [0, 2, 3],
    [2, 0, 1],
    [3, 0, 2],
  ],
  [
    [2, 3, 0, 2, 2, 3],
    [0, 1, 4, 3, 2, 5],
    [2, 3, 2, 2, 0, 3],
  ],
  [
    [0, 2, 2, 2, 2, 1],
    [0, 1, 3, 2, 4, 5],
    [0, 2, 2, 2, 2, 1],
  ],
])('transposes nothing: %j by %j', (shape, perm, expected) => {
  const { shape: actual } = runKernel(Transpose, { x: { shape, dtype: 'float32', data: [] } }, { perm });
  expect(actual).toEqual(expected);
});

it.each([
  [
    [2, 1, 3],
    [1, 0, 2],
    [1, 2, 3],
    [0, 1, 2, 3, 4, 5],
  ],
  [
    [2, 1, 3],
    [0, 2, 1],
    [2, 3, 1],
    [0, 1, 2, 3, 4, 5],
  ],
  [
    [2, 1, 3],
    [2, 1, 0],
    [3, 1, 2],
    [0, 3, 1, 4, 2, 5],
  ],
  [
    [2, 1, 3],
    [1, 2, 0],
    [1, 3, 2],
    [0, 3, 1, 4, 2, 5],
  ],
])('transposes %j by %j, also where nothing moves', (shape, perm, expectedShape, expected) => {
  const x = { shape, dtype: 'int32', data: [0, 1, 2, 3, 4, 5] } as const;
  const actual = runKernel(Transpose, { x }, { perm });
  expect(actual).toEqual({ shape: expectedShape, dtype: 'int32', data: Int32Array.from(expected) });
});
