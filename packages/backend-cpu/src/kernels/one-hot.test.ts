import { OneHot } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

it('keeps every bit of its values, and leaves out indices that lie outside', () => {
  const indices = values([1, -1, 0, 2], [2, 2], 'int32');
  const [on, off] = [2 ** 31 - 1, -(2 ** 31) + 1];
  const { shape, dtype, data } = runKernel(
    OneHot,
    { indices },
    { depth: 2, onValue: on, offValue: off, dtype: 'int32' },
  );
  expect({ shape, dtype }).toEqual({ shape: [2, 2, 2], dtype: 'int32' });
  expect(Array.from(data)).toEqual([off, on, off, off, on, off, off, off]);
});
