/** Gradient of local response normalisation (Krizhevsky et al., 2012). */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient } from './gradient.js';

interface LrnAttributes {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/** Sums each element of the last axis with its neighbours up to `radius`: a product with a band of ones. */
function sumNeighbours(x: tf.Tensor, radius: number): tf.Tensor {
  const channels = x.shape[x.rank - 1] ?? 1;
  const band = Float32Array.from({ length: channels * channels }, (_, index) =>
    Math.abs(Math.floor(index / channels) - (index % channels)) <= radius ? 1 : 0,
  );
  const rows = tf.reshape(x, [x.size / channels, channels]);
  return tf.reshape(tf.matMul(rows, tf.tensor2d(band, [channels, channels])), x.shape);
}

/** The entry of LRN: y = x s^-beta, where s = bias + alpha times the sum of the squares of the neighbours. */
export const localResponseNormalizationGradients: readonly tf.GradConfig[] = [
  defineGradient<LrnAttributes, ['x']>(tf.LRN, ['x'], (dy, [x], { depthRadius, bias, alpha, beta }) => ({
    x: () => {
      const s = tf.add(tf.mul(sumNeighbours(tf.square(x), depthRadius), alpha), bias);
      const direct = tf.mul(dy, tf.pow(s, -beta));
      const throughSum = sumNeighbours(tf.mul(tf.mul(dy, x), tf.pow(s, -beta - 1)), depthRadius);
      return tf.sub(direct, tf.mul(tf.mul(x, throughSum), 2 * alpha * beta));
    },
  })),
];
