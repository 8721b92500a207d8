/** Gradients of the activation kernels. */
import * as tf from '@tensorflow/tfjs-core';
import { asFloat, defineElementwiseGradient, defineGradient, sumToShape } from './gradient.js';

/** Slope and scale of selu (Klambauer et al., 2017), as in tfjs's kernels. */
const seluScaleAlpha = 1.7580993408473768;
const seluScale = 1.0507009873554805;

interface LeakyReluAttributes {
  readonly alpha: number;
}

/** `positive` where x > 0, `negative` elsewhere. */
const byHalf = (x: tf.Tensor, positive: tf.Tensor, negative: tf.Tensor): tf.Tensor =>
  tf.where(tf.greater(x, 0), positive, negative);

/** exp(x) for x <= 0 and 1 above, so that neither branch of a select overflows. */
const expOfNegative = (x: tf.Tensor): tf.Tensor => tf.exp(tf.minimum(x, 0));

/** Entries of Relu, Relu6, LeakyRelu, Prelu, Elu, Selu, Sigmoid, Softplus and Softmax. */
export const activationGradients: readonly tf.GradConfig[] = [
  defineElementwiseGradient(tf.Relu, (x) => tf.step(x)),
  defineElementwiseGradient(tf.Relu6, (x) => tf.mul(tf.step(x), asFloat(tf.lessEqual(x, 6)))),
  defineElementwiseGradient<LeakyReluAttributes>(tf.LeakyRelu, (x, { alpha }) => tf.step(x, alpha)),
  defineGradient(tf.Prelu, ['x', 'alpha'], (dy, [x, alpha]) => ({
    x: () => tf.mul(dy, byHalf(x, tf.onesLike(x), tf.mul(alpha, tf.onesLike(x)))),
    alpha: () => sumToShape(tf.mul(dy, tf.minimum(x, 0)), alpha.shape),
  })),
  defineElementwiseGradient(tf.Elu, (x) => byHalf(x, tf.onesLike(x), expOfNegative(x))),
  defineElementwiseGradient(tf.Selu, (x) =>
    byHalf(x, tf.mul(tf.onesLike(x), seluScale), tf.mul(expOfNegative(x), seluScaleAlpha)),
  ),
  defineElementwiseGradient(tf.Sigmoid, (x) => {
    const y = tf.sigmoid(x);
    return tf.mul(y, tf.sub(1, y));
  }),
  defineElementwiseGradient(tf.Softplus, (x) => tf.sigmoid(x)),
  defineGradient(tf.Softmax, ['logits'], (dy, [logits]) => ({
    logits: () => {
      const y = tf.softmax(logits);
      const weighted = tf.mul(dy, y);
      return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y));
    },
  })),
];
