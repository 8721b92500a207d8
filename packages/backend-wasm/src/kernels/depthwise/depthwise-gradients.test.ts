import { DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { it } from 'vitest';
import {
  attributesOf,
  type ConvolutionCase,
  convolutionCases,
  eachMeeting,
  shapesOf,
} from '../../testing/convolution-cases.js';
import { floats, onWasm, runKernel } from '../../testing/kernel-runner.js';
import { at, ReferenceSums } from '../../testing/reference-sum.js';

onWasm();

/** `filters` of a case counts the filters of each channel here. */
const multiplierOf = ({ filters }: ConvolutionCase): number => 1 + (filters % 3);

function checkFilterGradient(sizes: ConvolutionCase): void {
  const { height, width, channels } = sizes;
  const multiplier = multiplierOf(sizes);
  const { input, output } = shapesOf(sizes, channels, channels * multiplier);
  const filterShape = [height.filter, width.filter, channels, multiplier];
  const x = floats(input, 1);
  const dy = floats(output, 2);
  const expected = new ReferenceSums(filterShape);
  eachMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let copy = 0; copy < multiplier; copy++) {
        const term = at(x, image, ...position, channel) * at(dy, image, ...out, channel * multiplier + copy);
        expected.add([...element, channel, copy], term);
      }
    }
  });
  const attributes = { ...attributesOf(sizes), filterShape };
  expected.expectFrom(runKernel(DepthwiseConv2dNativeBackpropFilter, { x, dy }, attributes));
}

function checkInputGradient(sizes: ConvolutionCase): void {
  const { height, width, channels } = sizes;
  const multiplier = multiplierOf(sizes);
  const { input, output } = shapesOf(sizes, channels, channels * multiplier);
  const dy = floats(output, 1);
  const filter = floats([height.filter, width.filter, channels, multiplier], 2);
  const expected = new ReferenceSums(input);
  eachMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let copy = 0; copy < multiplier; copy++) {
        const term = at(dy, image, ...out, channel * multiplier + copy) * at(filter, ...element, channel, copy);
        expected.add([image, ...position, channel], term);
      }
    }
  });
  const attributes = { ...attributesOf(sizes), inputShape: input };
  expected.expectFrom(runKernel(DepthwiseConv2dNativeBackpropInput, { dy, filter }, attributes));
}

it('has the filter gradient of any depthwise convolution', () => {
  fc.assert(fc.property(convolutionCases({ maxDilation: 3 }), checkFilterGradient), { numRuns: 150 });
});

it('has the input gradient of any depthwise convolution', () => {
  fc.assert(fc.property(convolutionCases({ maxDilation: 3 }), checkInputGradient), { numRuns: 150 });
});

it('takes many channels in groups', () => {
  const axis = { size: 5, filter: 3, stride: 2, dilation: 1 };
  const sizes = { batch: 2, height: axis, width: axis, channels: 39, filters: 0, pad: 'same' } as const;
  checkFilterGradient(sizes);
  checkInputGradient(sizes);
});
