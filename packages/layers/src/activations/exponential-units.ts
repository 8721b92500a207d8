/** Activations with an exponential, most of them below 0 only. */
import * as tf from '@tensorflow/tfjs-core';
import { finiteNumber, positiveNumber } from '../option-checks.js';

/** The exponential: e^x, float32 of any shape. */
export function exponential(x: tf.Tensor): tf.Tensor {
  return tf.exp(x);
}

/**
 * The exponential linear unit: x where x > 0, alpha · (e^x - 1) elsewhere.
 *
 * @param x - float32 of any shape.
 * @param options - `alpha`: default 1.
 * @throws {ValueError} LAYER_OPTION
 * @see Clevert et al.: "Fast and Accurate Deep Network Learning by Exponential Linear Units" (2016)
 */
export function elu(x: tf.Tensor, options: { readonly alpha?: number } = {}): tf.Tensor {
  const alpha = finiteNumber('elu', 'alpha', options.alpha ?? 1);
  if (alpha === 1) return tf.elu(x);
  return tf.tidy(() => tf.add(tf.relu(x), tf.mul(tf.elu(tf.minimum(x, 0)), alpha)));
}

/**
 * Elu whose exponent is stretched: x where x > 0, alpha · (e^(x / alpha) - 1) elsewhere, whose slope does not jump.
 *
 * @param x - float32 of any shape.
 * @param options - `alpha`: above 0. Default: 1.
 * @throws {ValueError} LAYER_OPTION
 * @see Barron: "Continuously Differentiable Exponential Linear Units" (2017)
 */
export function celu(x: tf.Tensor, options: { readonly alpha?: number } = {}): tf.Tensor {
  const alpha = positiveNumber('celu', 'alpha', options.alpha ?? 1);
  if (alpha === 1) return tf.elu(x);
  return tf.tidy(() => tf.mul(tf.elu(tf.div(x, alpha)), alpha));
}

/**
 * 1.0507 · x where x > 0, 1.7581 · (e^x - 1) elsewhere: keeps mean 0 and variance 1 from layer to layer.
 *
 * @param x - float32 of any shape; with `lecunNormal` weights before it.
 * @see Klambauer et al.: "Self-Normalizing Neural Networks" (2017)
 */
export function selu(x: tf.Tensor): tf.Tensor {
  return tf.selu(x);
}
