import { DepthToSpace } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const blocks = Array.from({ length: 8 }, (_, index) => index);

it('lays blocks of channels out as pixels, channels last', () => {
  const { shape, data } = runKernel(
    DepthToSpace,
    { x: values(blocks, [1, 1, 2, 4]) },
    { blockSize: 2, dataFormat: 'NHWC' },
  );
  expect(shape).toEqual([1, 2, 4, 1]);
  expect(Array.from(data)).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
});

it('does the same with channels first', () => {
  const x = values([0, 4, 1, 5, 2, 6, 3, 7], [1, 4, 1, 2]);
  const { shape, data } = runKernel(DepthToSpace, { x }, { blockSize: 2, dataFormat: 'NCHW' });
  expect(shape).toEqual([1, 1, 2, 4]);
  expect(Array.from(data)).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
});

it('keeps integers that float32 cannot hold', () => {
  const x = values([2 ** 24 + 1, 1, 2, 3], [1, 1, 1, 4], 'int32');
  const { dtype, data } = runKernel(DepthToSpace, { x }, { blockSize: 2, dataFormat: 'NHWC' });
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual([2 ** 24 + 1, 1, 2, 3]);
});
