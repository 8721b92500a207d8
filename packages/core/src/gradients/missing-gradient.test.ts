import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { UnsupportedError } from '../errors.js';

/** Runs a differentiation that fails. tfjs keeps what the tape saved when a gradient throws, so it is freed here. */
function expectMissing(differentiate: () => void, message: RegExp): void {
  const failure = ((): unknown => {
    try {
      return differentiate();
    } catch (error) {
      return error;
    } finally {
      for (const { saved } of tf.engine().state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
    }
  })();
  expect(failure).toBeInstanceOf(UnsupportedError);
  expect((failure as UnsupportedError).code).toBe('GRADIENT_MISSING');
  expect((failure as UnsupportedError).message).toMatch(message);
}

describeBackends('a case without a gradient', () => {
  it('is named: dilated depthwise convolution', () => {
    tf.tidy(() => {
      const filter = tf.ones([2, 2, 1, 1]) as tf.Tensor4D;
      const convolve = (x: tf.Tensor): tf.Tensor => tf.depthwiseConv2d(x as tf.Tensor4D, filter, 1, 'valid', 'NHWC', 2);
      const x = tf.ones([1, 4, 4, 1]);
      expectMissing(
        () => tf.grad(convolve)(x),
        /^gradient of DepthwiseConv2dNative: .*\n {2}received dilations .*2.*;/,
      );
    });
  });
});
