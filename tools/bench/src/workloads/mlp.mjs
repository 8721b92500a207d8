/** Dense layers: products of matrices, and Adam. */
import { trainedDense } from '../floating-point-operations.mjs';
import { filled, glorotUniform } from '../initial-weights.mjs';

const batch = 64;

/** @type {import('../workloads.mjs').Workload} */
export const mlp = {
  name: 'mlp',
  sizes: '784-256-128-10, batch 64',
  flop: trainedDense(batch, [784, 256, 128, 10]),
  x: { shape: [batch, 784] },
  y: { shape: [batch, 10], classes: 10 },
  loss: 'categoricalCrossentropy',
  isograd: ({ layers }) => ({
    layers: [
      layers.dense({ inputShape: [784], units: 256, activation: 'relu' }),
      layers.dense({ units: 128, activation: 'relu' }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  }),
  tfjs: ({ layers }) => ({
    layers: [
      layers.dense({ inputShape: [784], units: 256, activation: 'relu', kernelInitializer: 'glorotUniform' }),
      layers.dense({ units: 128, activation: 'relu', kernelInitializer: 'glorotUniform' }),
      layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
    ],
  }),
  jax: ({ numpy: np, nn }) => ({
    weights: {
      w1: glorotUniform([784, 256]),
      b1: filled([256], 0),
      w2: glorotUniform([256, 128]),
      b2: filled([128], 0),
      w3: glorotUniform([128, 10]),
      b3: filled([10], 0),
    },
    loss({ w1, b1, w2, b2, w3, b3 }, x, y) {
      const hidden1 = nn.relu(np.matmul(x, w1).add(b1)); // [batch, 256]
      const hidden2 = nn.relu(np.matmul(hidden1, w2).add(b2)); // [batch, 128]
      const logits = np.matmul(hidden2, w3).add(b3); // [batch, 10]
      return nn
        .logSoftmax(logits)
        .mul(y)
        .sum()
        .mul(-1 / batch);
    },
  }),
};
