/** Gradient of normalisation with given statistics. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient, sumToShape } from './gradient.js';

interface BatchNormAttributes {
  readonly varianceEpsilon: number;
}

/**
 * The entry of FusedBatchNorm: y = (x - mean) / sqrt(variance + epsilon) * scale + offset, where all but `x`
 * broadcast against `x`.
 *
 * `scale` and `offset` must be given: the tape of tfjs fails on the inputs that are left out before it comes here.
 */
export const batchNormGradients: readonly tf.GradConfig[] = [
  defineGradient<BatchNormAttributes, ['x', 'mean', 'variance', 'scale', 'offset']>(
    tf.FusedBatchNorm,
    ['x', 'mean', 'variance', 'scale', 'offset'],
    (dy, [x, mean, variance, scale, offset], { varianceEpsilon }) => {
      const inverse = (): tf.Tensor => tf.rsqrt(tf.add(variance, varianceEpsilon));
      const centered = (): tf.Tensor => tf.sub(x, mean);
      return {
        x: () => tf.mul(dy, tf.mul(scale, inverse())),
        mean: () => sumToShape(tf.neg(tf.mul(dy, tf.mul(scale, inverse()))), mean.shape),
        variance: () => {
          const cube = tf.div(inverse(), tf.add(variance, varianceEpsilon));
          return sumToShape(tf.mul(tf.mul(dy, centered()), tf.mul(tf.mul(scale, cube), -0.5)), variance.shape);
        },
        scale: () => sumToShape(tf.mul(dy, tf.mul(centered(), inverse())), scale.shape),
        offset: () => sumToShape(dy, offset.shape),
      };
    },
  ),
];
