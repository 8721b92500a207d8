import { Prelu } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';

onWasm();

const floats = (data: number[], shape: number[]): Values => ({ shape, dtype: 'float32', data });

it.each([
  [[2, 3], [3], [-1, 2, -3, 4, -5, -6], [0.5, 2, 3], [-0.5, 2, -9, 4, -10, -18]],
  [
    [2, 1],
    [1, 3],
    [-1, 2],
    [0.5, 2, 3],
    [-0.5, -2, -3, 2, 2, 2],
  ],
  [[2], [], [-1, 2], [0.25], [-0.25, 2]],
  [[], [2], [-1], [0.25, 3], [-0.25, -3]],
  [
    [1, 2, 1, 1, 1, 2],
    [2, 1, 1, 1, 1],
    [-1, 1, -2, -4],
    [2, 0.5],
    [-2, 1, -1, -2],
  ],
  [[2], [1], [Number.NaN, Number.NEGATIVE_INFINITY], [0.5], [Number.NaN, Number.NEGATIVE_INFINITY]],
  [[2], [1], [1, 0], [Number.NaN], [1, 0]],
  [[0, 3], [3], [], [1, 2, 3], []],
])('spreads slopes: x %j, alpha %j', (xShape, alphaShape, x, alpha, expected) => {
  const { data } = runKernel(Prelu, { x: floats(x, xShape), alpha: floats(alpha, alphaShape) });
  expect(Array.from(data)).toEqual(expected);
});

it('converts integers', () => {
  const x = { shape: [2], dtype: 'int32', data: [-2, 3] } as const;
  expect(runKernel(Prelu, { x, alpha: floats([0.25], [1]) })).toEqual({
    shape: [2],
    dtype: 'float32',
    data: Float32Array.of(-0.5, 3),
  });
});
