import { expect, it } from 'vitest';
import { type ConvolutionAttributes, convolutionInfo } from './convolution-geometry.js';
import { poolingInfo } from './pooling-geometry.js';
import { asVolume, convolutionVolume, poolingVolume } from './volume-geometry.js';

it('moves no window where a stride is longer than it, where tfjs pads by less than nothing', () => {
  const none = { front: 0, back: 0, top: 0, bottom: 0, left: 0, right: 0 };
  const pooling = poolingVolume([1, 5, 5, 5, 1], { filterSize: 1, strides: 3, pad: 'same' });
  expect(pooling).toMatchObject({ padInfo: none, outShape: [1, 2, 2, 2, 1] });
  const convolution = convolutionVolume([1, 5, 5, 5, 1], [1, 1, 1, 1, 2], { strides: 3, pad: 'same' });
  expect(convolution).toMatchObject({ padInfo: none, outShape: [1, 2, 2, 2, 2] });
});

it('pads as TensorFlow does where windows reach over the border', () => {
  const { padInfo, outShape } = convolutionVolume([1, 4, 5, 6, 1], [2, 3, 4, 1, 2], { strides: 1, pad: 'same' });
  expect(outShape).toEqual([1, 4, 5, 6, 2]);
  expect(padInfo).toMatchObject({ front: 0, back: 1, top: 1, bottom: 1, left: 1, right: 2 });
});

it('takes images as volumes with a depth of 1, channels last whatever their format', () => {
  const attributes: ConvolutionAttributes = { strides: [1, 2], pad: 'same' };
  const last = asVolume(convolutionInfo([2, 5, 7, 3], [3, 2, 3, 4], attributes));
  const first = asVolume(convolutionInfo([2, 3, 5, 7], [3, 2, 3, 4], { ...attributes, dataFormat: 'NCHW' }));
  expect(first).toEqual(last);
  expect(last).toMatchObject({
    inShape: [2, 1, 5, 7, 3],
    outShape: [2, 1, 5, 4, 4],
    filterShape: [1, 3, 2, 3, 4],
    strideDepth: 1,
    strideHeight: 1,
    strideWidth: 2,
    padInfo: { front: 0, back: 0, top: 1, bottom: 1, left: 0, right: 1 },
  });
});

it('takes poolings of images as poolings of volumes', () => {
  const image = asVolume(poolingInfo([2, 5, 7, 3], { filterSize: [2, 3], strides: [2, 1], pad: 'valid' }));
  const volume = poolingVolume([2, 1, 5, 7, 3], { filterSize: [1, 2, 3], strides: [1, 2, 1], pad: 'valid' });
  const { inShape, outShape, padInfo, filterWidth, effectiveFilterHeight } = volume;
  const { front, back, top, bottom, left, right } = padInfo;
  expect(image).toMatchObject({
    inShape,
    outShape,
    padInfo: { front, back, top, bottom, left, right },
    filterWidth,
    effectiveFilterHeight,
  });
});
