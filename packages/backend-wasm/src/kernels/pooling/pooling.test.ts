import { AvgPool, AvgPoolGrad, MaxPool, MaxPoolGrad } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  attributesOf,
  type ConvolutionCase,
  convolutionCases,
  eachMeeting,
  shapesOf,
} from '../../testing/convolution-cases.js';
import { floats, onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';
import { at, ReferenceSums } from '../../testing/reference-sum.js';

onWasm();

/** `filters` of a case counts the channels here. */
const cases = convolutionCases({ maxDilation: 1 });

/** The valid elements of every window of one channel, in row-major order, by `image,row,column` of the output. */
function windowsOf(
  sizes: ConvolutionCase,
): Map<string, { image: number; out: [number, number]; inside: [number, number][] }> {
  const windows = new Map<string, { image: number; out: [number, number]; inside: [number, number][] }>();
  eachMeeting(sizes, (image, out, _element, position) => {
    const key = `${image},${out}`;
    const window = windows.get(key) ?? { image, out, inside: [] };
    window.inside.push(position);
    windows.set(key, window);
  });
  return windows;
}

/** Small whole numbers, so that windows have equal maxima. */
function withTies(values: Values): Values {
  return { ...values, data: Array.from(values.data, (value) => Math.round(value * 3) - 2) };
}

it('takes the maximum of the valid elements', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { input, output } = shapesOf(sizes, sizes.filters, sizes.filters);
      const x = withTies(floats(input, 1));
      const actual = runKernel(MaxPool, { x }, attributesOf(sizes));
      expect(actual.shape).toEqual(output);
      const windows = windowsOf(sizes);
      for (const { image, out, inside } of windows.values()) {
        for (let channel = 0; channel < sizes.filters; channel++) {
          const maximum = Math.max(...inside.map((position) => at(x, image, ...position, channel)));
          expect(at(actual, image, ...out, channel)).toBe(maximum);
        }
      }
    }),
  );
});

it('sends the gradient of a window to its first maximum', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { input, output } = shapesOf(sizes, sizes.filters, sizes.filters);
      const x = withTies(floats(input, 1));
      const dy = floats(output, 2);
      const expected = new ReferenceSums(input);
      for (const { image, out, inside } of windowsOf(sizes).values()) {
        for (let channel = 0; channel < sizes.filters; channel++) {
          const values = inside.map((position) => at(x, image, ...position, channel));
          const first = inside[values.indexOf(Math.max(...values))] ?? [0, 0];
          expected.add([image, ...first, channel], at(dy, image, ...out, channel));
        }
      }
      expected.expectFrom(runKernel(MaxPoolGrad, { dy, input: x, output: dy }, attributesOf(sizes)));
    }),
  );
});

it('divides by the number of valid elements, forward and backward', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { input, output } = shapesOf(sizes, sizes.filters, sizes.filters);
      const x = floats(input, 1);
      const dy = floats(output, 2);
      const means = new ReferenceSums(output);
      const gradient = new ReferenceSums(input);
      const windows = windowsOf(sizes);
      for (const { image, out, inside } of windows.values()) {
        for (const position of inside) {
          for (let channel = 0; channel < sizes.filters; channel++) {
            means.add([image, ...out, channel], at(x, image, ...position, channel) / inside.length);
            gradient.add([image, ...position, channel], at(dy, image, ...out, channel) / inside.length);
          }
        }
      }
      means.expectFrom(runKernel(AvgPool, { x }, attributesOf(sizes)));
      gradient.expectFrom(runKernel(AvgPoolGrad, { dy, input: x }, attributesOf(sizes)));
    }),
  );
});

const whole = { filterSize: [2, 2], strides: [1, 1], pad: 'valid' };
const image = (data: readonly number[]): Values => ({ shape: [1, 2, 2, 1], dtype: 'float32', data });
const one: Values = { shape: [1, 1, 1, 1], dtype: 'float32', data: [1] };

it('finds NaN to be the maximum, wherever it stands', () => {
  for (let place = 0; place < 4; place++) {
    const x = image([3, 1, -2, 5].map((value, index) => (index === place ? Number.NaN : value)));
    expect(Array.from(runKernel(MaxPool, { x }, whole).data)).toEqual([Number.NaN]);
    const gradient = runKernel(MaxPoolGrad, { dy: one, input: x, output: one }, whole);
    expect(Array.from(gradient.data)).toEqual([0, 1, 2, 3].map((index) => (index === place ? 1 : 0)));
  }
});

it('has a gradient where all values are negative or infinite', () => {
  const negative = image([-4, -3, -2, -9]);
  expect(Array.from(runKernel(MaxPoolGrad, { dy: one, input: negative, output: one }, whole).data)).toEqual([
    0, 0, 1, 0,
  ]);
  const lowest = image(Array.from({ length: 4 }, () => Number.NEGATIVE_INFINITY));
  expect(Array.from(runKernel(MaxPool, { x: lowest }, whole).data)).toEqual([Number.NEGATIVE_INFINITY]);
  expect(Array.from(runKernel(MaxPoolGrad, { dy: one, input: lowest, output: one }, whole).data)).toEqual([1, 0, 0, 0]);
});

it('gives -Infinity and 0 where a window holds nothing but padding, and no gradient', () => {
  const attributes = {
    filterSize: [1, 1],
    strides: [1, 1],
    pad: [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  };
  const x: Values = { shape: [1, 1, 1, 1], dtype: 'float32', data: [4] };
  const dy: Values = { shape: [1, 2, 2, 1], dtype: 'float32', data: [1, 2, 3, 5] };
  const none = Number.NEGATIVE_INFINITY;
  expect(Array.from(runKernel(MaxPool, { x }, attributes).data)).toEqual([none, none, 4, none]);
  expect(Array.from(runKernel(AvgPool, { x }, attributes).data)).toEqual([0, 0, 4, 0]);
  expect(Array.from(runKernel(MaxPoolGrad, { dy, input: x, output: dy }, attributes).data)).toEqual([3]);
  expect(Array.from(runKernel(AvgPoolGrad, { dy, input: x }, attributes).data)).toEqual([3]);
});

it('is empty without images or channels', () => {
  for (const input of [
    [0, 4, 4, 3],
    [2, 4, 4, 0],
  ]) {
    const x = floats(input, 1);
    const dy = floats([input[0] ?? 0, 3, 3, input[3] ?? 0], 2);
    for (const kernelName of [MaxPool, AvgPool]) expect(runKernel(kernelName, { x }, whole).shape).toEqual(dy.shape);
    for (const kernelName of [MaxPoolGrad, AvgPoolGrad])
      expect(runKernel(kernelName, { dy, input: x, output: dy }, whole).shape).toEqual(input);
  }
});
