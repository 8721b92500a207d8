import { ArgMax, ArgMin } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const nan = Number.NaN;

it.each([
  { x: [3, 1, 3, 1], largest: 0, smallest: 1 },
  { x: [-2, -Infinity, Infinity], largest: 2, smallest: 1 },
  { x: [1, nan, 3, nan, -1], largest: 1, smallest: 1 },
  { x: [nan, 5], largest: 0, smallest: 0 },
  { x: [5, nan], largest: 1, smallest: 1 },
])('the place of the first NaN, or else of the first extreme, of $x', ({ x, largest, smallest }) => {
  for (const [kernelName, place] of [
    [ArgMax, largest],
    [ArgMin, smallest],
  ] as const) {
    const result = runKernel(kernelName, { x: values(x) }, { axis: 0 });
    expect(result).toMatchObject({ shape: [], dtype: 'int32' });
    expect(Array.from(result.data)).toEqual([place]);
  }
});

it('along any axis, of integers and of negative axes', () => {
  const x = values([1, 9, 4, 7, 2, 8, 5, 5, 5, 6, 0, 3], [2, 3, 2], 'int32');
  // [[[1, 9], [4, 7], [2, 8]], [[5, 5], [5, 6], [0, 3]]]
  const along = (kernelName: string, axis: number): object => {
    const { shape, data } = runKernel(kernelName, { x }, { axis });
    return { shape, data: Array.from(data) };
  };
  expect(along(ArgMax, 0)).toEqual({ shape: [3, 2], data: [1, 0, 1, 0, 0, 0] });
  expect(along(ArgMax, 1)).toEqual({ shape: [2, 2], data: [1, 0, 0, 1] });
  expect(along(ArgMin, -1)).toEqual({ shape: [2, 3], data: [0, 0, 0, 0, 0, 0] });
  expect(along(ArgMin, -2)).toEqual({ shape: [2, 2], data: [0, 1, 2, 2] });
});
