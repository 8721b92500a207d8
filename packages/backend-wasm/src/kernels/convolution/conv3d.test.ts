import { UnsupportedError } from '@isograd/core';
import { Conv3D, Conv3DBackpropFilterV2, Conv3DBackpropInputV2 } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { floats, onWasm, runKernel } from '../../testing/kernel-runner.js';
import { at, ReferenceSums } from '../../testing/reference-sum.js';
import {
  eachVolumeMeeting,
  volumeAttributes,
  type VolumeCase,
  volumeCases,
  volumeShapes,
} from '../../testing/volume-cases.js';

onWasm();

function filterShapeOf({ axes, channels, filters }: VolumeCase): number[] {
  return [...axes.map(({ filter }) => filter), channels, filters];
}

function checkForward(sizes: VolumeCase): void {
  const { channels, filters } = sizes;
  const { input, output } = volumeShapes(sizes, channels, filters);
  const x = floats(input, 1);
  const filter = floats(filterShapeOf(sizes), 2);
  const expected = new ReferenceSums(output);
  eachVolumeMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let index = 0; index < filters; index++) {
        const term = at(x, image, ...position, channel) * at(filter, ...element, channel, index);
        expected.add([image, ...out, index], term);
      }
    }
  });
  expected.expectFrom(runKernel(Conv3D, { x, filter }, volumeAttributes(sizes)));
}

function checkFilterGradient(sizes: VolumeCase): void {
  const { channels, filters } = sizes;
  const { input, output } = volumeShapes(sizes, channels, filters);
  const x = floats(input, 1);
  const dy = floats(output, 2);
  const filterShape = filterShapeOf(sizes);
  const expected = new ReferenceSums(filterShape);
  eachVolumeMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let index = 0; index < filters; index++) {
        const term = at(x, image, ...position, channel) * at(dy, image, ...out, index);
        expected.add([...element, channel, index], term);
      }
    }
  });
  expected.expectFrom(runKernel(Conv3DBackpropFilterV2, { x, dy }, { ...volumeAttributes(sizes), filterShape }));
}

function checkInputGradient(sizes: VolumeCase): void {
  const { channels, filters } = sizes;
  const { input, output } = volumeShapes(sizes, channels, filters);
  const dy = floats(output, 1);
  const filter = floats(filterShapeOf(sizes), 2);
  const expected = new ReferenceSums(input);
  eachVolumeMeeting(sizes, (image, out, element, position) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let index = 0; index < filters; index++) {
        const term = at(dy, image, ...out, index) * at(filter, ...element, channel, index);
        expected.add([image, ...position, channel], term);
      }
    }
  });
  const attributes = { ...volumeAttributes(sizes), inputShape: input };
  expected.expectFrom(runKernel(Conv3DBackpropInputV2, { dy, filter }, attributes));
}

it('convolves volumes, dilated or not', () => {
  fc.assert(fc.property(volumeCases({ maxDilation: 2 }), checkForward), { numRuns: 150 });
});

it('has the filter gradient of any convolution', () => {
  fc.assert(fc.property(volumeCases({ maxDilation: 1 }), checkFilterGradient), { numRuns: 150 });
});

it('has the input gradient of any convolution', () => {
  fc.assert(fc.property(volumeCases({ maxDilation: 1 }), checkInputGradient), { numRuns: 150 });
});

it('computes all three when the output is larger than one block', () => {
  const axis = { size: 20, filter: 3, stride: 1, dilation: 1 };
  const depth = { ...axis, size: 3 };
  const sizes = { batch: 2, axes: [depth, axis, axis], channels: 3, filters: 5, pad: 'same' } as const;
  checkForward(sizes);
  checkFilterGradient(sizes);
  checkInputGradient(sizes);
});

it('is zero where there are no channels, and empty where there are no filters', () => {
  const attributes = { strides: 1, pad: 'valid' };
  const none = runKernel(Conv3D, { x: floats([1, 2, 2, 2, 0], 1), filter: floats([1, 1, 1, 0, 2], 1) }, attributes);
  expect(none.shape).toEqual([1, 2, 2, 2, 2]);
  expect(Array.from(none.data)).toEqual(Array.from({ length: 16 }, () => 0));
  const empty = runKernel(Conv3D, { x: floats([1, 2, 2, 2, 1], 1), filter: floats([1, 1, 1, 1, 0], 1) }, attributes);
  expect(empty.shape).toEqual([1, 2, 2, 2, 0]);
});

it('refuses integers, by name', () => {
  const x = { shape: [1, 1, 1, 1, 1], dtype: 'int32', data: [1] } as const;
  expect(() => runKernel(Conv3D, { x, filter: floats([1, 1, 1, 1, 1], 1) }, { strides: 1, pad: 0 })).toThrow(
    UnsupportedError,
  );
});
