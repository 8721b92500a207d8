import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkGradientShape, convolutionInfo } from './convolution-geometry.js';

it('knows both formats and takes null for no dilation, as tfjs passes it', () => {
  const attributes = { strides: 2, pad: 'same', dilations: null } as const;
  expect(convolutionInfo([1, 5, 4, 3], [3, 3, 3, 2], attributes).outShape).toEqual([1, 3, 2, 2]);
  expect(convolutionInfo([1, 3, 5, 4], [3, 3, 3, 2], { ...attributes, dataFormat: 'NCHW' }).outShape).toEqual([
    1, 2, 3, 2,
  ]);
});

it('refuses a gradient of another shape than the output', () => {
  const info = convolutionInfo([1, 4, 4, 1], [1, 1, 1, 1], { strides: 1, pad: 'same' });
  expect(() => checkGradientShape('Conv2DBackpropInput', [1, 2, 2, 1], info)).toThrow(
    /\[CONVOLUTION_GRADIENT_SHAPE\]$/,
  );
  expect(() => checkGradientShape('Conv2DBackpropInput', [1, 4, 4, 1], info)).not.toThrow();
});

describeBackends('convolutions', () => {
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
