import { Transform } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, type Values, values } from '../testing/kernel-runner.js';

onCpu();

/** Two images of one row. */
const image = values([0, 1, 2, 3, 10, 11, 12, 13], [2, 1, 4, 1]);

/** The pixel at x comes from x + `by`. */
const shift = (by: number): number[] => [1, 0, by, 0, 1, 0, 0, 0];

function rows(transforms: Values, attributes: object): number[] {
  const given = { interpolation: 'nearest', fillMode: 'constant', fillValue: 7, ...attributes };
  return Array.from(runKernel(Transform, { image, transforms }, given).data);
}

it('takes one transformation for all images, or one for each', () => {
  expect(rows(values(shift(1), [1, 8]), {})).toEqual([1, 2, 3, 7, 11, 12, 13, 7]);
  expect(rows(values([...shift(1), ...shift(-1)], [2, 8]), {})).toEqual([1, 2, 3, 7, 7, 10, 11, 12]);
});

it.each([
  // a b c d continued over both borders as TensorFlow's documentation of ImageProjectiveTransformV3 has it.
  { fillMode: 'constant', before: [7, 7, 0, 1], after: [2, 3, 7, 7] },
  { fillMode: 'reflect', before: [1, 0, 0, 1], after: [2, 3, 3, 2] },
  { fillMode: 'wrap', before: [2, 3, 0, 1], after: [2, 3, 0, 1] },
  { fillMode: 'nearest', before: [0, 0, 0, 1], after: [2, 3, 3, 3] },
])('fills by $fillMode', ({ fillMode, before, after }) => {
  expect(rows(values(shift(-2), [1, 8]), { fillMode }).slice(0, 4)).toEqual(before);
  expect(rows(values(shift(2), [1, 8]), { fillMode }).slice(0, 4)).toEqual(after);
});

it('weighs the neighbours of a place between pixels', () => {
  const between = rows(values(shift(0.25), [1, 8]), { interpolation: 'bilinear', fillMode: 'nearest' });
  expect(between.slice(4)).toEqual([10.25, 11.25, 12.25, 13]);
  const outside = rows(values(shift(0.25), [1, 8]), { interpolation: 'bilinear' });
  expect(outside[3]).toBe(0.75 * 3 + 0.25 * 7);
});

it('changes the size, and leaves the horizon as it was filled', () => {
  const transforms = values([1, 0, 0, 0, 1, 0, -1, 0], [1, 8]); // x / (1 - x)
  const given = { interpolation: 'nearest', fillMode: 'nearest', fillValue: 7, outputShape: [1, 3] };
  const { shape, data } = runKernel(Transform, { image, transforms }, given);
  expect(shape).toEqual([2, 1, 3, 1]);
  expect(Array.from(data)).toEqual([0, 7, 0, 10, 7, 10]);
});
