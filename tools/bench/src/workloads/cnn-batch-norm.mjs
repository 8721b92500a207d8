/** Convolutions of few channels between elementwise layers: the time is that of memory. */
import { batchNormalization, batchNormalize } from '../batch-normalize.mjs';
import { trainedDense, trainedProduct } from '../floating-point-operations.mjs';
import { filled, glorotUniform } from '../initial-weights.mjs';

const batch = 32;
const rate = 0.25;

/** @type {import('../workloads.mjs').Workload} */
export const cnnBatchNorm = {
  name: 'cnn-batch-norm',
  sizes: '3x3x16, separable 3x3x32, batch norm, pool, dropout, images 28x28x1, batch 32',
  flop:
    trainedProduct(batch * 28 * 28, 9, 16, { isFirst: true }) +
    trainedProduct(batch * 28 * 28 * 16, 9, 1) +
    trainedProduct(batch * 28 * 28, 16, 32) +
    trainedDense(batch, [32, 10], { isFirst: false }),
  x: { shape: [batch, 28, 28, 1] },
  y: { shape: [batch, 10], classes: 10 },
  loss: 'categoricalCrossentropy',
  isograd({ tf, core }) {
    const first = batchNormalization(16);
    const second = batchNormalization(32);
    return {
      weights: {
        kernel: glorotUniform([3, 3, 1, 16]),
        gamma1: first.weights.gamma,
        beta1: first.weights.beta,
        depthwise: glorotUniform([3, 3, 16, 1]),
        pointwise: glorotUniform([1, 1, 16, 32]),
        bias: filled([32], 0),
        gamma2: second.weights.gamma,
        beta2: second.weights.beta,
        headKernel: glorotUniform([32, 10]),
        headBias: filled([10], 0),
      },
      state: {
        mean1: first.state.movingMean,
        variance1: first.state.movingVariance,
        mean2: second.state.movingMean,
        variance2: second.state.movingVariance,
        key: { shape: [4], values: core.keyData(5) },
      },
      loss(weights, x, y) {
        const { kernel, gamma1, beta1, mean1, variance1, depthwise, pointwise, bias } = weights;
        const { gamma2, beta2, mean2, variance2, headKernel, headBias, key } = weights;
        const convolved = tf.conv2d(x, kernel, 1, 'same'); // [batch, 28, 28, 16]
        const hidden1 = tf.relu(batchNormalize(tf, convolved, [gamma1, beta1, mean1, variance1]));
        const separable = tf.add(
          tf.separableConv2d(/** @type {any} */ (hidden1), depthwise, pointwise, 1, 'same'),
          bias,
        );
        const hidden2 = tf.relu(batchNormalize(tf, separable, [gamma2, beta2, mean2, variance2])); // [batch, 28, 28, 32]
        const pooled = tf.maxPool(/** @type {any} */ (hidden2), 2, 2, 'valid'); // [batch, 14, 14, 32]
        const [next, use] = /** @type {[any, any]} */ (core.random.split(key, 2));
        key.assign(next);
        const kept = tf.mul(tf.cast(core.random.bernoulli(use, pooled.shape, 1 - rate), 'float32'), 1 / (1 - rate));
        const features = tf.mean(tf.mul(pooled, kept), [1, 2]); // [batch, 32]
        const logits = tf.add(tf.matMul(features, headKernel), headBias); // [batch, 10]
        return tf.mean(core.softmaxCrossEntropy(y, logits));
      },
    };
  },
  tfjs: ({ layers }) => ({
    layers: [
      layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 16,
        kernelSize: 3,
        padding: 'same',
        useBias: false,
        kernelInitializer: 'glorotUniform',
      }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.separableConv2d({ filters: 32, kernelSize: 3, padding: 'same' }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.dropout({ rate }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
    ],
  }),
};
