/** Activations near 0 far below 0 and near x far above, without a corner between; and their approximations in pieces. */
import * as tf from '@tensorflow/tfjs-core';
import { booleanOption, positiveNumber } from '../option-checks.js';
import { hardSigmoid } from './sigmoids.js';

/** Coefficients of the approximation of gelu, 2 sqrt(2 / π) and 0.044715 times that. */
const [geluLinear, geluCubic] = [2 * Math.sqrt(2 / Math.PI), 2 * Math.sqrt(2 / Math.PI) * 0.044715];

/** A smooth rectifier: log(1 + e^x), float32 of any shape. */
export function softplus(x: tf.Tensor): tf.Tensor {
  return tf.softplus(x);
}

/**
 * A smooth rectifier without exponentials: (x + sqrt(x² + b)) / 2.
 *
 * @param x - float32 of any shape.
 * @param options - `b`: above 0, the width of the bend. Default: 4.
 * @throws {ValueError} LAYER_OPTION
 * @see Barron: "Squareplus: A Softplus-Like Algebraic Rectifier" (2021)
 */
export function squareplus(x: tf.Tensor, options: { readonly b?: number } = {}): tf.Tensor {
  const b = positiveNumber('squareplus', 'b', options.b ?? 4);
  return tf.tidy(() => tf.mul(tf.add(x, tf.sqrt(tf.add(tf.square(x), b))), 0.5));
}

/**
 * 0 where x <= -1, (x + 1)² / 4 where -1 < x < 1, x where x >= 1; float32 of any shape.
 *
 * The parabola touches x at 1 and lies above it elsewhere, so that the larger of the two is meant.
 */
export function sparsePlus(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.maximum(x, tf.mul(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 0.25)));
}

/**
 * The Gaussian error linear unit: x Φ(x) with the normal distribution function Φ.
 *
 * @param x - float32 of any shape.
 * @param options - `approximate`: whether Φ is approximated by means of tanh, as `geluTanh`. Default: false.
 * @throws {ValueError} LAYER_OPTION
 * @see Hendrycks and Gimpel: "Gaussian Error Linear Units" (2016)
 */
export function gelu(x: tf.Tensor, options: { readonly approximate?: boolean } = {}): tf.Tensor {
  if (booleanOption('gelu', 'approximate', options.approximate ?? false)) return geluTanh(x);
  return tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)));
}

/**
 * Keras's `gelu` with `approximate`: x (1 + tanh(sqrt(2 / π) (x + 0.044715 x³))) / 2, float32 of any shape.
 *
 * Computed as x · sigmoid of twice the argument, which is the same and keeps more digits far below 0.
 */
export function geluTanh(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const argument = tf.mul(x, tf.add(tf.mul(tf.square(x), geluCubic), geluLinear));
    return tf.mul(x, tf.sigmoid(argument));
  });
}

/**
 * The sigmoid linear unit, also called swish: x · sigmoid(x), float32 of any shape.
 *
 * @see Ramachandran et al.: "Searching for Activation Functions" (2017)
 */
export function silu(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(x)));
}

/**
 * Silu of straight pieces, also called hard swish: x · hardSigmoid(x), float32 of any shape.
 *
 * @see Howard et al.: "Searching for MobileNetV3" (2019)
 */
export function hardSilu(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, hardSigmoid(x)));
}

/**
 * A smooth function that dips below 0: x · tanh(softplus(x)), float32 of any shape.
 *
 * @see Misra: "Mish" (2019)
 */
export function mish(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, tf.tanh(tf.softplus(x))));
}
