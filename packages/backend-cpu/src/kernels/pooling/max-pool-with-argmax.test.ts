import { MaxPoolWithArgmax } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernels, values } from '../../testing/kernel-runner.js';

onCpu();

it.each([
  [[1, 5, Number.NaN, 2], Number.NaN, 2],
  [[-3, -1, -2, -4], -1, 1],
  [[-Infinity, -Infinity, -Infinity, -Infinity], -Infinity, 0],
])('finds the maximum of %j, or NaN', (elements, largest, position) => {
  const attributes = { filterSize: [2, 2], strides: [1, 1], pad: 'valid', includeBatchInIndex: false };
  const [maxima, positions] = runKernels(MaxPoolWithArgmax, { x: values(elements, [1, 2, 2, 1]) }, attributes);
  expect(Array.from(maxima?.data ?? [])).toEqual([largest]);
  expect(positions?.dtype).toBe('int32');
  expect(Array.from(positions?.data ?? [])).toEqual([position]);
});

it.each([
  [false, [3, 1]],
  [true, [3, 5]],
])('counts positions within the image or the batch', (includeBatchInIndex, expected) => {
  const attributes = { filterSize: [2, 2], strides: [1, 1], pad: 'valid', includeBatchInIndex };
  const x = values([1, 2, 3, 4, 1, 9, 3, 4], [2, 2, 2, 1]);
  expect(Array.from(runKernels(MaxPoolWithArgmax, { x }, attributes)[1]?.data ?? [])).toEqual(expected);
});
