/** Convolutions, pooling and dense layers. */
import { trainedDense, trainedProduct } from '../floating-point-operations.mjs';
import { filled, glorotUniform } from '../initial-weights.mjs';

const batch = 32;

/** @type {import('../workloads.mjs').Workload} */
export const cnn = {
  name: 'cnn',
  sizes: '3x3x32, pool, 3x3x64, pool, 128, 10, images 28x28x1, batch 32',
  flop:
    trainedProduct(batch * 26 * 26, 9, 32, { isFirst: true }) +
    trainedProduct(batch * 11 * 11, 9 * 32, 64) +
    trainedDense(batch, [1600, 128, 10], { isFirst: false }),
  x: { shape: [batch, 28, 28, 1] },
  y: { shape: [batch, 10], classes: 10 },
  loss: 'categoricalCrossentropy',
  isograd: ({ layers }) => ({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 128, activation: 'relu' }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  }),
  tfjs: ({ layers }) => {
    const relu = /** @type {const} */ ({ activation: 'relu', kernelInitializer: 'glorotUniform' });
    return {
      layers: [
        layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, ...relu }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 64, kernelSize: 3, ...relu }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 128, ...relu }),
        layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
      ],
    };
  },
  // Channels come before height and width, the only order that it has.
  jax: ({ numpy: np, nn, lax }) => ({
    weights: {
      filters1: { ...glorotUniform([3, 3, 1, 32]), shape: [32, 1, 3, 3] },
      bias1: filled([32, 1, 1], 0),
      filters2: { ...glorotUniform([3, 3, 32, 64]), shape: [64, 32, 3, 3] },
      bias2: filled([64, 1, 1], 0),
      w3: glorotUniform([1600, 128]),
      b3: filled([128], 0),
      w4: glorotUniform([128, 10]),
      b4: filled([10], 0),
    },
    loss({ filters1, bias1, filters2, bias2, w3, b3, w4, b4 }, x, y) {
      const pool = (/** @type {import('../workloads.mjs').JaxArray} */ images) =>
        lax.reduceWindow(images, (window) => np.max(window), [2, 2], [2, 2]);
      const images = x.reshape([batch, 1, 28, 28]);
      const pooled1 = pool(nn.relu(lax.conv(images, filters1, [1, 1], 'VALID').add(bias1))); // [batch, 32, 13, 13]
      const pooled2 = pool(nn.relu(lax.conv(pooled1, filters2, [1, 1], 'VALID').add(bias2))); // [batch, 64, 5, 5]
      const hidden = nn.relu(np.matmul(pooled2.reshape([batch, 1600]), w3).add(b3)); // [batch, 128]
      const logits = np.matmul(hidden, w4).add(b4); // [batch, 10]
      return nn
        .logSoftmax(logits)
        .mul(y)
        .sum()
        .mul(-1 / batch);
    },
  }),
};
