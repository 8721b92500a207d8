/** A table of which a batch touches little: the time is that of the optimizer, which touches all. */
import { trainedDense } from '../floating-point-operations.mjs';
import { filled, glorotUniform, uniform } from '../initial-weights.mjs';

const batch = 32;
const time = 64;
const vocab = 5000;
const features = 32;

/** @type {import('../workloads.mjs').Workload} */
export const embedding = {
  name: 'embedding',
  sizes: '5000x32, average over 64 words, 32, 2, batch 32',
  flop: trainedDense(batch, [features, 32, 2], { isFirst: false }),
  x: { shape: [batch, time], dtype: 'int32', largest: vocab },
  y: { shape: [batch, 2], classes: 2 },
  loss: 'categoricalCrossentropy',
  isograd: ({ tf, core }) => ({
    weights: {
      table: uniform([vocab, features], 0.05),
      w1: glorotUniform([features, 32]),
      b1: filled([32], 0),
      w2: glorotUniform([32, 2]),
      b2: filled([2], 0),
    },
    loss({ table, w1, b1, w2, b2 }, x, y) {
      const pooled = tf.mean(tf.gather(table, x), 1); // [batch, features]
      const hidden = tf.relu(tf.add(tf.matMul(pooled, w1), b1)); // [batch, 32]
      const logits = tf.add(tf.matMul(hidden, w2), b2); // [batch, 2]
      return tf.mean(core.softmaxCrossEntropy(y, logits));
    },
  }),
  tfjs: ({ layers }) => ({
    layers: [
      layers.embedding({ inputShape: [time], inputDim: vocab, outputDim: features }),
      layers.globalAveragePooling1d({}),
      layers.dense({ units: 32, activation: 'relu', kernelInitializer: 'glorotUniform' }),
      layers.dense({ units: 2, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
    ],
  }),
  // No jax: its jit refuses the gradient of `take`.
};
