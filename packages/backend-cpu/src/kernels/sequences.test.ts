import { LinSpace, Range } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel } from '../testing/kernel-runner.js';

onCpu();

it('LinSpace does not drift and ends at its end', () => {
  const { data } = runKernel(LinSpace, {}, { start: 0, stop: 1, num: 1001 });
  expect(Array.from(data)).toEqual(Array.from({ length: 1001 }, (_, index) => Math.fround(index / 1000)));
  expect(Array.from(runKernel(LinSpace, {}, { start: 2, stop: 3, num: 1 }).data)).toEqual([2]);
});

it('Range does not drift', () => {
  const { data } = runKernel(Range, {}, { start: 0, stop: 1000, step: 0.1, dtype: 'float32' });
  expect(Array.from(data)).toEqual(Array.from({ length: 10_000 }, (_, index) => Math.fround(index * 0.1)));
});

it.each([
  [5, 0, -2, [5, 3, 1]],
  [3, 0, 1, [3, 2, 1]],
  [0, 3, -1, []],
  [3, 0, 2, []],
  [5, 5, 1, []],
])('Range from %i to %i by %i', (start, stop, step, expected) => {
  expect(Array.from(runKernel(Range, {}, { start, stop, step, dtype: 'int32' }).data)).toEqual(expected);
});
