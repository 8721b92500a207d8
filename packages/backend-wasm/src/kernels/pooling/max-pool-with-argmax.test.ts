import { UnsupportedError } from '@isograd/core';
import { MaxPoolWithArgmax } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernels, type Values } from '../../testing/kernel-runner.js';

onWasm();

const attributes = { filterSize: [2, 2], strides: [1, 1], pad: 'valid', includeBatchInIndex: false };

function values(data: readonly number[], shape: readonly number[]): Values {
  return { data, shape, dtype: 'float32' };
}

/** Maxima and positions. */
function poolOf(x: Values, changes: object = {}): number[][] {
  const [maxima, positions] = runKernels(MaxPoolWithArgmax, { x }, { ...attributes, ...changes });
  expect(positions?.dtype).toBe('int32');
  expect(positions?.shape).toEqual(maxima?.shape);
  return [maxima, positions].map((output) => Array.from(output?.data ?? []));
}

it.each([
  [[1, 5, Number.NaN, 2], Number.NaN, 2],
  [[1, Number.NaN, Number.NaN, 2], Number.NaN, 1],
  [[-3, -1, -2, -4], -1, 1],
  [[2, 7, 7, 7], 7, 1],
  [[-Infinity, -Infinity, -Infinity, -Infinity], -Infinity, 0],
])('finds the first maximum of %j, or the first NaN', (elements, largest, position) => {
  expect(poolOf(values(elements, [1, 2, 2, 1]))).toEqual([[largest], [position]]);
});

it.each([
  [false, [3, 1]],
  [true, [3, 5]],
])('counts positions within the image or the batch', (includeBatchInIndex, expected) => {
  const x = values([1, 2, 3, 4, 1, 9, 3, 4], [2, 2, 2, 1]);
  expect(poolOf(x, { includeBatchInIndex })).toEqual([[4, 9], expected]);
});

it('looks at each of many channels, those that fill no vector too', () => {
  for (const channels of [1, 2, 3, 4, 5, 19, 23]) {
    // Pixel (channel mod 4) holds the maximum of its channel.
    const data = Array.from({ length: 4 * channels }, (_, index) =>
      Math.floor(index / channels) === (index % channels) % 4 ? 1 : -1,
    );
    const positions = Array.from({ length: channels }, (_, channel) => (channel % 4) * channels + channel);
    expect(poolOf(values(data, [1, 2, 2, channels]))).toEqual([Array(channels).fill(1), positions]);
  }
});

it('has no position in a window of padding only', () => {
  const pad = [
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 0],
  ];
  const none = Number.NEGATIVE_INFINITY;
  const changes = { filterSize: [1, 1], pad };
  expect(poolOf(values([4], [1, 1, 1, 1]), changes)).toEqual([
    [none, none, 4, none],
    [-1, -1, 0, -1],
  ]);
});

it('is empty without images, and refuses integers', () => {
  expect(poolOf(values([], [0, 2, 2, 3]))).toEqual([[], []]);
  const x: Values = { data: [1, 2, 3, 4], shape: [1, 2, 2, 1], dtype: 'int32' };
  expect(() => runKernels(MaxPoolWithArgmax, { x }, attributes)).toThrow(UnsupportedError);
});
