import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkGradientShape, type ConvolutionAttributes, convolutionInfo } from './convolution-geometry.js';
import { poolingInfo } from './pooling-geometry.js';

it('knows both formats and takes null for no dilation, as tfjs passes it', () => {
  const attributes = { strides: 2, pad: 'same', dilations: null } as const;
  expect(convolutionInfo([1, 5, 4, 3], [3, 3, 3, 2], attributes).outShape).toEqual([1, 3, 2, 2]);
  expect(convolutionInfo([1, 3, 5, 4], [3, 3, 3, 2], { ...attributes, dataFormat: 'NCHW' }).outShape).toEqual([
    1, 2, 3, 2,
  ]);
});

it('counts windows along each axis with their own size, stride and dilation where the padding is a number', () => {
  // floor((9 + 2 - 3) / 3) + 1 = 3 columns
  const attributes: ConvolutionAttributes = { strides: [1, 3], pad: 1, dilations: [1, 2] };
  const sizes = { outHeight: 8, outWidth: 3, padInfo: { top: 1, bottom: 1, left: 1, right: 1 } };
  expect(convolutionInfo([1, 8, 9, 2], [3, 2, 2, 4], attributes)).toMatchObject(sizes);
  expect(convolutionInfo([1, 2, 8, 9], [3, 2, 2, 4], { ...attributes, dataFormat: 'NCHW' })).toMatchObject(sizes);
  // floor((9 + 2 - 5) / 2) + 1 = 4 columns
  expect(poolingInfo([1, 8, 9, 2], { filterSize: [2, 5], strides: [1, 2], pad: 1 }).outShape).toEqual([1, 9, 4, 2]);
});

it('refuses a gradient of another shape than the output', () => {
  const info = convolutionInfo([1, 4, 4, 1], [1, 1, 1, 1], { strides: 1, pad: 'same' });
  expect(() => checkGradientShape('Conv2DBackpropInput', [1, 2, 2, 1], info)).toThrow(
    /\[CONVOLUTION_GRADIENT_SHAPE\]$/,
  );
  expect(() => checkGradientShape('Conv2DBackpropInput', [1, 4, 4, 1], info)).not.toThrow();
});

describeBackends('convolutions', (name) => {
  it('pad by a number along axes with windows and strides of their own', () => {
    if (name === 'webgl') return; // tfjs's kernels there compute the sizes themselves
    tf.tidy(() => {
      // [0 1 2 3 4] padded to [0 0 1 2 3 4 0]: windows of 3 that begin at 0, 2 and 4.
      const row = tf.tensor4d([0, 1, 2, 3, 4], [1, 1, 5, 1]);
      const filter = tf.tensor4d([1, 10, 100], [1, 3, 1, 1]);
      const y = tf.conv2d(row, filter, [1, 2], 1);
      expect(y.shape).toEqual([1, 3, 3, 1]);
      expect(Array.from(y.dataSync())).toEqual([0, 0, 0, 100, 321, 43, 0, 0, 0]);
      const largest = tf.maxPool(row, [1, 3], [1, 2], 1);
      expect(largest.shape).toEqual([1, 3, 3, 1]);
      expect(Array.from(largest.dataSync().slice(3, 6))).toEqual([1, 3, 4]);
    });
  });

  it('run without dilations and with null, forward and backward', () => {
    tf.tidy(() => {
      const x = tf.ones([1, 3, 3, 2]) as tf.Tensor4D;
      const filter = tf.ones([2, 2, 2, 3]) as tf.Tensor4D;
      const depthwise = (dilations: null | number) => (input: tf.Tensor4D) =>
        tf.sum(tf.depthwiseConv2d(input, filter, 1, 'same', 'NHWC', dilations as number));
      const gradientOf = (dilations: null | number): Float32Array =>
        tf
          .grad(depthwise(dilations) as (x: tf.Tensor) => tf.Tensor)(x)
          .dataSync() as Float32Array;
      expect(depthwise(null)(x).dataSync()).toEqual(depthwise(1)(x).dataSync());
      expect(gradientOf(null)).toEqual(gradientOf(1));
    });
  });
});
