/** Transposed convolutions: images made from codes. */
import { batchNormalization, batchNormalize } from '../batch-normalize.mjs';
import { trainedDense, trainedProduct } from '../floating-point-operations.mjs';
import { filled, glorotUniform } from '../initial-weights.mjs';

const batch = 32;
const code = 64;

/** @type {import('../workloads.mjs').Workload} */
export const generator = {
  name: 'generator',
  sizes: '64 to 7x7x64, transposed 4x4x32 and 4x4x1 of strides 2, batch 32',
  flop:
    trainedDense(batch, [code, 7 * 7 * 64]) +
    trainedProduct(batch * 7 * 7, 64, 16 * 32) +
    trainedProduct(batch * 14 * 14, 32, 16),
  x: { shape: [batch, code] },
  y: { shape: [batch, 28, 28, 1] },
  loss: 'meanSquaredError',
  isograd({ tf, core }) {
    const normalization = batchNormalization(32);
    return {
      weights: {
        w1: glorotUniform([code, 7 * 7 * 64]),
        b1: filled([7 * 7 * 64], 0),
        kernel1: glorotUniform([4, 4, 32, 64]),
        bias1: filled([32], 0),
        gamma: normalization.weights.gamma,
        beta: normalization.weights.beta,
        kernel2: glorotUniform([4, 4, 1, 32]),
        bias2: filled([1], 0),
      },
      state: { mean: normalization.state.movingMean, variance: normalization.state.movingVariance },
      loss(weights, x, y) {
        const { w1, b1, kernel1, bias1, gamma, beta, mean, variance, kernel2, bias2 } = weights;
        const enlarge = /** @type {const} */ ({ strides: 2, padding: 'same' });
        const small = tf.reshape(tf.relu(tf.add(tf.matMul(x, w1), b1)), [batch, 7, 7, 64]);
        const middle = tf.add(core.convTranspose(small, kernel1, enlarge), bias1); // [batch, 14, 14, 32]
        const hidden = tf.leakyRelu(batchNormalize(tf, middle, [gamma, beta, mean, variance]), 0.3);
        const images = tf.tanh(tf.add(core.convTranspose(hidden, kernel2, enlarge), bias2)); // [batch, 28, 28, 1]
        return tf.mean(tf.squaredDifference(images, y));
      },
    };
  },
  tfjs({ layers }) {
    const enlarge = /** @type {const} */ ({ kernelSize: 4, strides: 2, padding: 'same' });
    const kernelInitializer = 'glorotUniform';
    return {
      layers: [
        layers.dense({ inputShape: [code], units: 7 * 7 * 64, activation: 'relu', kernelInitializer }),
        layers.reshape({ targetShape: [7, 7, 64] }),
        layers.conv2dTranspose({ filters: 32, ...enlarge, kernelInitializer }),
        layers.batchNormalization(),
        layers.leakyReLU({ alpha: 0.3 }),
        layers.conv2dTranspose({ filters: 1, ...enlarge, activation: 'tanh', kernelInitializer }),
      ],
    };
  },
};
