import { Bincount } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const none = { shape: [0], dtype: 'int32', data: [] } as const;

it.each([[[6]], [[2, 3]], [[1, 2, 1, 1, 3, 1]]])('counts all elements of %j', (shape) => {
  const x = { shape, dtype: 'int32', data: [0, 2, 2, 3, 9, 0] } as const;
  expect(runKernel(Bincount, { x, weights: none }, { size: 4 })).toEqual({
    shape: [4],
    dtype: 'int32',
    data: Int32Array.of(2, 0, 2, 1), // 9 is beyond the bins
  });
});

it('adds weights', () => {
  const x = { shape: [2, 2], dtype: 'int32', data: [1, 0, 1, 1] } as const;
  const weights = { shape: [2, 2], dtype: 'float32', data: [0.5, 2, 1, 0.25] } as const;
  expect(Array.from(runKernel(Bincount, { x, weights }, { size: 3 }).data)).toEqual([2, 1.75, 0]);
});

it('counts nothing', () => {
  const x = { shape: [0, 3], dtype: 'int32', data: [] } as const;
  expect(Array.from(runKernel(Bincount, { x, weights: none }, { size: 2 }).data)).toEqual([0, 0]);
});
