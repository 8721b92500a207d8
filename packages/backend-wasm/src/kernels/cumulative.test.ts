import { Cumprod, Cumsum } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

it.each(['float32', 'int32'] as const)('runs along an axis of %s that is counted from the end', (dtype) => {
  const x = { shape: [2, 3], dtype, data: [1, 2, 3, 4, 5, 6] };
  const run = (kernelName: string, axis: number, exclusive = false, reverse = false): unknown =>
    Array.from(runKernel(kernelName, { x }, { axis, exclusive, reverse }).data);
  expect(run(Cumsum, -1)).toEqual([1, 3, 6, 4, 9, 15]);
  expect(run(Cumsum, -2)).toEqual([1, 2, 3, 5, 7, 9]);
  expect(run(Cumsum, -1, true)).toEqual([0, 1, 3, 0, 4, 9]);
  expect(run(Cumsum, -1, false, true)).toEqual([6, 5, 3, 15, 11, 6]);
  expect(run(Cumsum, -1, true, true)).toEqual([5, 3, 0, 11, 6, 0]);
  expect(run(Cumprod, -1)).toEqual([1, 2, 6, 4, 20, 120]);
  expect(run(Cumprod, -1, true)).toEqual([1, 1, 2, 1, 4, 20]);
  expect(run(Cumsum, 1)).toEqual(run(Cumsum, -1));
});

it('runs along an axis of rank 6, and over nothing', () => {
  const x = { shape: [1, 1, 2, 1, 2, 1], dtype: 'float32', data: [1, 2, 3, 4] } as const;
  const attributes = { exclusive: false, reverse: false };
  expect(Array.from(runKernel(Cumsum, { x }, { axis: -4, ...attributes }).data)).toEqual([1, 2, 4, 6]);
  const none = { shape: [2, 0], dtype: 'float32', data: [] } as const;
  expect(runKernel(Cumprod, { x: none }, { axis: -1, ...attributes }).shape).toEqual([2, 0]);
});
