import { UnsupportedError } from '@isograd/core';
import { Conv2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesChannelsFirst, toChannelsFirst, toChannelsLast } from '../../testing/channels-first.js';
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

function checkForward(sizes: ConvolutionCase): void {
  const { height, width, channels, filters } = sizes;
  const { input, output } = shapesOf(sizes, channels, filters);
  const x = floats(input, 1);
  const filter = floats([height.filter, width.filter, channels, filters], 2);
  const expected = new ReferenceSums(output);
  eachMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let index = 0; index < filters; index++) {
        const term = at(x, image, ...position, channel) * at(filter, ...element, channel, index);
        expected.add([image, ...out, index], term);
      }
    }
  });
  const attributes = attributesOf(sizes);
  expected.expectFrom(runKernel(Conv2D, { x, filter }, attributes));
  const y = runKernel(Conv2D, { x: toChannelsFirst(x), filter }, attributesChannelsFirst(attributes));
  expected.expectFrom(toChannelsLast(y));
}

const axis = { size: 9, filter: 3, stride: 1, dilation: 1 };

it('convolves images, channels last or first, dilated or not', () => {
  fc.assert(fc.property(convolutionCases({ maxDilation: 3 }), checkForward), { numRuns: 150 });
});

it('takes numbers of channels and filters that fill no vector', () => {
  for (const channels of [1, 2, 3, 4, 5, 7, 8, 9, 17]) {
    checkForward({ batch: 2, height: axis, width: axis, channels, filters: 18 - channels, pad: 'same' });
    checkForward({ batch: 1, height: axis, width: axis, channels: 18 - channels, filters: channels, pad: 'valid' });
  }
});

it('computes an output larger than one block', () => {
  const wide = { ...axis, size: 40 };
  checkForward({ batch: 2, height: wide, width: wide, channels: 3, filters: 5, pad: 'same' });
});

it('moves no window where a stride is longer than it', () => {
  const sparse = { size: 7, filter: 1, stride: 3, dilation: 1 };
  checkForward({ batch: 1, height: sparse, width: sparse, channels: 2, filters: 3, pad: 'same' });
});

it('has NaN and infinities where a window meets them, and nowhere else', () => {
  const x: Values = {
    shape: [1, 1, 5, 1],
    dtype: 'float32',
    data: [Number.NaN, 1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  };
  const filter: Values = { shape: [1, 2, 1, 1], dtype: 'float32', data: [1, 1] };
  const y = runKernel(Conv2D, { x, filter }, { strides: 1, pad: 'valid', dataFormat: 'NHWC' });
  expect(Array.from(y.data)).toEqual([Number.NaN, 3, Number.POSITIVE_INFINITY, Number.NaN]);
});

it('is empty without images or filters, and zero without channels', () => {
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC' };
  const run = (x: number[], filter: number[]): Values =>
    runKernel(Conv2D, { x: floats(x, 1), filter: floats(filter, 2) }, attributes);
  expect(run([0, 3, 3, 2], [3, 3, 2, 4]).shape).toEqual([0, 3, 3, 4]);
  expect(run([1, 3, 3, 2], [3, 3, 2, 0]).shape).toEqual([1, 3, 3, 0]);
  const first = { ...attributes, dataFormat: 'NCHW' };
  const noImages = { x: floats([0, 2, 3, 3], 1), filter: floats([3, 3, 2, 4], 2) };
  expect(runKernel(Conv2D, noImages, first).shape).toEqual([0, 4, 3, 3]);
  const none = run([1, 2, 2, 0], [3, 3, 0, 2]);
  expect(none.shape).toEqual([1, 2, 2, 2]);
  expect(Array.from(none.data)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

it('refuses integers, by name', () => {
  const x = { shape: [1, 1, 1, 1], dtype: 'int32', data: [1] } as const;
  const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC' };
  expect(() => runKernel(Conv2D, { x, filter: floats([1, 1, 1, 1], 1) }, attributes)).toThrow(UnsupportedError);
});
