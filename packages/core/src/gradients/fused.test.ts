import { checkGradient, describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { distinct, spread } from '../testing/gradient-checks.js';

/** Fused while the activation is linear; the tape of tfjs takes the other activations apart. */
const activations = ['linear', 'relu', 'elu', 'sigmoid'] as const;

/** Values that keep what the activations see away from their kinks: every element of the result is positive. */
const positive = (shape: readonly number[], seed = 1): tf.Tensor => spread(shape, [0.25, 1], seed);

describeBackends('gradients of fused ops', () => {
  it.each(activations)('matMul with a bias and %s', (activation) => {
    tf.tidy(() => {
      const inputs = [positive([3, 4]), positive([4, 2], 2), positive([2], 3)];
      checkGradient(
        (a, b, bias) => tf.fused.matMul({ a, b, bias, activation } as Parameters<typeof tf.fused.matMul>[0]),
        inputs,
      );
    });
  });

  it.each([
    [false, true],
    [true, false],
    [true, true],
  ])('matMul with transposeA %s, transposeB %s', (transposeA, transposeB) => {
    tf.tidy(() => {
      const a = spread(transposeA ? [4, 3] : [3, 4]);
      const b = spread(transposeB ? [2, 4] : [4, 2], [-1, 1], 2);
      checkGradient(
        (x, y) => tf.fused.matMul({ a: x as tf.Tensor, b: y as tf.Tensor, transposeA, transposeB }),
        [a, b],
      );
    });
  });

  it.each(activations)('conv2d with a bias and %s', (activation) => {
    tf.tidy(() => {
      type Options = Parameters<typeof tf.fused.conv2d>[0];
      checkGradient(
        (x, filter, bias) => tf.fused.conv2d({ x, filter, bias, strides: [2, 1], pad: 'same', activation } as Options),
        [positive([2, 5, 4, 2]), positive([2, 3, 2, 3], 2), positive([3], 3)],
      );
    });
  });

  it.each(activations)('depthwiseConv2d with a bias and %s', (activation) => {
    tf.tidy(() => {
      type Options = Parameters<typeof tf.fused.depthwiseConv2d>[0];
      checkGradient(
        (x, filter, bias) =>
          tf.fused.depthwiseConv2d({ x, filter, bias, strides: 1, pad: 'valid', activation } as Options),
        [positive([2, 5, 4, 2]), positive([2, 3, 2, 2], 2), positive([4], 3)],
      );
    });
  });

  it('matMul with a learned slope', () => {
    tf.tidy(() => {
      checkGradient(
        (a, alpha) =>
          tf.fused.matMul({
            a: a as tf.Tensor,
            b: tf.eye(4),
            activation: 'prelu',
            preluActivationWeights: alpha as tf.Tensor,
          }),
        [distinct([3, 4]), spread([4])],
      );
    });
  });
});
