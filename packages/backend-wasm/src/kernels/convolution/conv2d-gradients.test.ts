import { Conv2DBackpropFilter, Conv2DBackpropInput } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { it } from 'vitest';
import {
  attributesOf,
  type ConvolutionCase,
  convolutionCases,
  eachMeeting,
  shapesOf,
} from '../../testing/convolution-cases.js';
import { attributesChannelsFirst, toChannelsFirst, toChannelsLast } from '../../testing/channels-first.js';
import { floats, onWasm, runKernel } from '../../testing/kernel-runner.js';
import { at, ReferenceSums } from '../../testing/reference-sum.js';

onWasm();

function checkFilterGradient(sizes: ConvolutionCase): void {
  const { height, width, channels, filters } = sizes;
  const { input, output } = shapesOf(sizes, channels, filters);
  const filterShape = [height.filter, width.filter, channels, filters];
  const x = floats(input, 1);
  const dy = floats(output, 2);
  const expected = new ReferenceSums(filterShape);
  eachMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        const term = at(x, image, ...position, channel) * at(dy, image, ...out, filter);
        expected.add([...element, channel, filter], term);
      }
    }
  });
  const attributes = { ...attributesOf(sizes), filterShape };
  expected.expectFrom(runKernel(Conv2DBackpropFilter, { x, dy }, attributes));
  const turned = { x: toChannelsFirst(x), dy: toChannelsFirst(dy) };
  expected.expectFrom(runKernel(Conv2DBackpropFilter, turned, attributesChannelsFirst(attributes)));
}

function checkInputGradient(sizes: ConvolutionCase): void {
  const { height, width, channels, filters } = sizes;
  const { input, output } = shapesOf(sizes, channels, filters);
  const dy = floats(output, 1);
  const filterValues = floats([height.filter, width.filter, channels, filters], 2);
  const expected = new ReferenceSums(input);
  eachMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        const term = at(dy, image, ...out, filter) * at(filterValues, ...element, channel, filter);
        expected.add([image, ...position, channel], term);
      }
    }
  });
  const attributes = { ...attributesOf(sizes), inputShape: input };
  expected.expectFrom(runKernel(Conv2DBackpropInput, { dy, filter: filterValues }, attributes));
  const turned = { dy: toChannelsFirst(dy), filter: filterValues };
  const [images = 0, rows = 0, columns = 0] = input;
  const inputShape = [images, channels, rows, columns];
  const dx = runKernel(Conv2DBackpropInput, turned, { ...attributesChannelsFirst(attributes), inputShape });
  expected.expectFrom(toChannelsLast(dx));
}

it('has the filter gradient of any convolution, channels last or first', () => {
  fc.assert(fc.property(convolutionCases({ maxDilation: 1 }), checkFilterGradient), { numRuns: 150 });
});

it('has the input gradient of any convolution, channels last or first', () => {
  fc.assert(fc.property(convolutionCases({ maxDilation: 1 }), checkInputGradient), { numRuns: 150 });
});

it('has both when the output is larger than one block', () => {
  const axis = { size: 40, filter: 3, stride: 1, dilation: 1 };
  const sizes = { batch: 2, height: axis, width: axis, channels: 3, filters: 5, pad: 'same' } as const;
  checkFilterGradient(sizes);
  checkInputGradient(sizes);
});
