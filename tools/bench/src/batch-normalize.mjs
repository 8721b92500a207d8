/** Batch normalization while training, written with ops. */
import { filled } from './initial-weights.mjs';

/**
 * @typedef {import('./workloads.mjs').Tensor} Tensor
 * @typedef {import('./workloads.mjs').Variable} Variable
 */

const momentum = 0.99;
const epsilon = 1e-3;

/**
 * First values of the weights, and of the moving statistics.
 *
 * @param {number} channels
 */
export function batchNormalization(channels) {
  return {
    weights: { gamma: filled([channels], 1), beta: filled([channels], 0) },
    state: { movingMean: filled([channels], 0), movingVariance: filled([channels], 1) },
  };
}

/**
 * (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the statistics of the batch, which the moving ones follow.
 *
 * @param {import('./workloads.mjs').TfjsCore} tf
 * @param {Tensor} x - float32 `[batch, ..., channels]`
 * @param {(Variable | undefined)[]} variables - Each `[channels]`: gamma, beta, moving mean, moving variance.
 */
export function batchNormalize(tf, x, variables) {
  const [gamma, beta, movingMean, movingVariance] = /** @type {[Variable, Variable, Variable, Variable]} */ (variables);
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const mean = tf.mean(x, axes);
  const centered = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centered), axes);
  follow(tf, movingMean, mean);
  follow(tf, movingVariance, variance);
  return tf.add(tf.mul(centered, tf.mul(tf.rsqrt(tf.add(variance, epsilon)), gamma)), beta);
}

/**
 * @param {import('./workloads.mjs').TfjsCore} tf
 * @param {Variable} moving
 * @param {Tensor} statistic
 */
function follow(tf, moving, statistic) {
  moving.assign(tf.add(tf.mul(moving, momentum), tf.mul(statistic, 1 - momentum)));
}
