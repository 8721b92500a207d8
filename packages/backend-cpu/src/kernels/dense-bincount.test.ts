import { DenseBincount } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const x = values([1, 3, 1, 7, 0, 3], [6], 'int32');
const none = values([], [0]);
const weights = values([0.5, 2, -0.5, 9, 4, 1]);

it.each([
  { binaryOutput: false, given: none, expected: [1, 2, 0, 2] },
  { binaryOutput: false, given: weights, expected: [4, 0, 0, 3] },
  { binaryOutput: true, given: none, expected: [1, 1, 0, 1] },
  { binaryOutput: true, given: weights, expected: [1, 1, 0, 1] },
])('counts $expected, of a vector and of a batch of it', ({ binaryOutput, given, expected }) => {
  const attributes = { size: 4, binaryOutput };
  const count = runKernel(DenseBincount, { x, weights: given }, attributes);
  expect(count).toMatchObject({ shape: [4], dtype: 'float32' });
  expect(Array.from(count.data)).toEqual(expected);
  const batch = runKernel(
    DenseBincount,
    {
      x: { ...x, shape: [1, 6] },
      weights: given === none ? values([], [0, 0]) : { ...given, shape: [1, 6] },
    },
    attributes,
  );
  expect(batch.shape).toEqual([1, 4]);
  expect(Array.from(batch.data)).toEqual(expected);
});

it('counts nothing in no elements, and refuses negative ones', () => {
  const attributes = { size: 2, binaryOutput: false };
  const empty = runKernel(DenseBincount, { x: values([], [0], 'int32'), weights: none }, attributes);
  expect(Array.from(empty.data)).toEqual([0, 0]);
  expect(() => runKernel(DenseBincount, { x: values([-1], [1], 'int32'), weights: none }, attributes)).toThrow(
    /\[CPU_BINCOUNT\]$/,
  );
});
