/** Gradient of normalisation with given statistics. */
import * as tf from '@tensorflow/tfjs-core';
import { sumToShape } from './gradient.js';

/**
 * The entry of FusedBatchNorm: y = (x - mean) / sqrt(variance + epsilon) * scale + offset, where all but `x`
 * broadcast against `x`, and where `scale` and `offset` may be left out.
 */
export const batchNormGradients: readonly tf.GradConfig[] = [
  {
    kernelName: tf.FusedBatchNorm,
    inputsToSave: ['x', 'mean', 'variance', 'scale', 'offset'],
    gradFunc: (output, saved, attributes) => {
      const dy = output as tf.Tensor;
      const [x, mean, variance, scale, offset] = saved as [...Three, tf.Tensor?, tf.Tensor?];
      const shifted = (): tf.Tensor => tf.add(variance, attributes['varianceEpsilon'] as number);
      const inverse = (): tf.Tensor => tf.rsqrt(shifted());
      const scaled = (t: tf.Tensor): tf.Tensor => (scale === undefined ? t : tf.mul(scale, t));
      const centered = (): tf.Tensor => tf.sub(x, mean);
      return {
        x: () => tf.mul(dy, scaled(inverse())),
        mean: () => sumToShape(tf.neg(tf.mul(dy, scaled(inverse()))), mean.shape),
        variance: () => {
          const cube = tf.div(inverse(), shifted());
          return sumToShape(tf.mul(tf.mul(dy, centered()), tf.mul(scaled(cube), -0.5)), variance.shape);
        },
        ...(scale && { scale: () => sumToShape(tf.mul(dy, tf.mul(centered(), inverse())), scale.shape) }),
        ...(offset && { offset: () => sumToShape(dy, offset.shape) }),
      };
    },
  },
];

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];
