/** Activations that rise from one level to another, and what is made of them. */
import * as tf from '@tensorflow/tfjs-core';

/** The logistic function: 1 / (1 + e^-x), float32 of any shape. */
export function sigmoid(x: tf.Tensor): tf.Tensor {
  return tf.sigmoid(x);
}

/** The logarithm of sigmoid: log(1 / (1 + e^-x)), float32 of any shape; finite for every finite x. */
export function logSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.neg(tf.softplus(tf.neg(x))));
}

/**
 * A sigmoid of straight pieces: min(max(x + 3, 0), 6) / 6, float32 of any shape. It is Keras 3's; that of Keras 2 and
 * tfjs-layers is `hardSigmoidKeras2`.
 */
export function hardSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(tf.relu6(tf.add(x, 3)), 6));
}

/** What Keras 2 and tfjs-layers call hard sigmoid: min(max(0.2 x + 0.5, 0), 1), float32 of any shape. */
export function hardSigmoidKeras2(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1));
}

/**
 * The sigmoid that belongs to sparsemax: (min(max(x, -1), 1) + 1) / 2, float32 of any shape.
 *
 * @see Blondel, Martins and Niculae: "Learning Classifiers with Fenchel-Young Losses" (2019)
 */
export function sparseSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.add(tf.clipByValue(x, -1, 1), 1), 0.5));
}

/** The hyperbolic tangent: tanh x, float32 of any shape. */
export function tanh(x: tf.Tensor): tf.Tensor {
  return tf.tanh(x);
}

/** What tanh leaves of x: x - tanh x, float32 of any shape. */
export function tanhShrink(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.sub(x, tf.tanh(x)));
}

/** A sigmoid without exponentials: x / (1 + |x|), float32 of any shape. */
export function softsign(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(x, tf.add(tf.abs(x), 1)));
}
