import { DepthwiseConv2dNative } from '@tensorflow/tfjs-core';
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

/** `filters` of a case counts the channels here. */
function checkForward(sizes: ConvolutionCase, multiplier: number): void {
  const { height, width, filters: channels } = sizes;
  const { input, output } = shapesOf(sizes, channels, channels * multiplier);
  const x = floats(input, 1);
  const filter = floats([height.filter, width.filter, channels, multiplier], 2);
  const expected = new ReferenceSums(output);
  eachMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let copy = 0; copy < multiplier; copy++) {
        const term = at(x, image, ...position, channel) * at(filter, ...element, channel, copy);
        expected.add([image, ...out, channel * multiplier + copy], term);
      }
    }
  });
  const attributes = attributesOf(sizes);
  expected.expectFrom(runKernel(DepthwiseConv2dNative, { x, filter }, attributes));
  const y = runKernel(DepthwiseConv2dNative, { x: toChannelsFirst(x), filter }, attributesChannelsFirst(attributes));
  expected.expectFrom(toChannelsLast(y));
}

const axis = { size: 6, filter: 3, stride: 1, dilation: 1 };

it('weighs every channel on its own, channels last or first, dilated or not', () => {
  const cases = fc.tuple(convolutionCases({ maxDilation: 3 }), fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(cases, ([sizes, multiplier]) => checkForward(sizes, multiplier)),
    { numRuns: 150 },
  );
});

it('takes numbers of channels that fill no vector', () => {
  for (const channels of [1, 2, 3, 4, 5, 7, 8, 9, 17, 39]) {
    checkForward({ batch: 2, height: axis, width: axis, channels: 0, filters: channels, pad: 'same' }, 1);
  }
});

it('moves no window where a stride is longer than it', () => {
  const sparse = { size: 7, filter: 1, stride: 3, dilation: 1 };
  checkForward({ batch: 1, height: sparse, width: sparse, channels: 0, filters: 2, pad: 'same' }, 1);
});

it('has NaN and infinities where a window meets them, and nowhere else', () => {
  const x: Values = {
    shape: [1, 1, 5, 1],
    dtype: 'float32',
    data: [Number.NaN, 1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  };
  const filter: Values = { shape: [1, 2, 1, 1], dtype: 'float32', data: [1, 1] };
  const y = runKernel(DepthwiseConv2dNative, { x, filter }, { strides: 1, pad: 'valid', dataFormat: 'NHWC' });
  expect(Array.from(y.data)).toEqual([Number.NaN, 3, Number.POSITIVE_INFINITY, Number.NaN]);
});

it('is empty without images', () => {
  const inputs = { x: floats([0, 3, 3, 2], 1), filter: floats([3, 3, 2, 1], 2) };
  const y = runKernel(DepthwiseConv2dNative, inputs, { strides: 1, pad: 'same', dataFormat: 'NHWC' });
  expect(y.shape).toEqual([0, 3, 3, 2]);
});
