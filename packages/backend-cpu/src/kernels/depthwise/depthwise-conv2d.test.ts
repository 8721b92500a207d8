import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

describeBackends('depthwise convolution with channels first', (name) => {
  it.skipIf(name === 'webgl')('is that of the image with channels last', () => {
    // webgl has tfjs's own kernel, which ignores the format
    tf.tidy(() => {
      const image = tf.reshape(tf.range(0, 2 * 3 * 5 * 4), [2, 5, 4, 3]) as tf.Tensor4D;
      const filter = tf.reshape(tf.range(-12, 24), [3, 2, 3, 2]) as tf.Tensor4D;
      const first = tf.transpose(image, [0, 3, 1, 2]);
      for (const [strides, pad, dilations] of [
        [1, 'same', 1],
        [[2, 1], 'valid', 1],
        [1, 'same', [2, 1]],
      ] as const) {
        const expected = tf.depthwiseConv2d(image, filter, strides as number, pad, 'NHWC', dilations as number);
        const y = tf.depthwiseConv2d(first, filter, strides as number, pad, 'NCHW', dilations as number);
        expect(y.shape).toEqual([2, 6, expected.shape[1], expected.shape[2]]);
        expect(y.dataSync()).toEqual(tf.transpose(expected, [0, 3, 1, 2]).dataSync());
      }
    });
  });
});
