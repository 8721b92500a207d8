/** Small layers: the time is that of calls, not of arithmetic. */
import { trainedDense } from '../floating-point-operations.mjs';

const batch = 32;

/** @type {import('../workloads.mjs').Workload} */
export const denseBatchNorm = {
  name: 'dense-batch-norm',
  sizes: '128-128-10, batch norm, dropout, batch 32',
  flop: trainedDense(batch, [128, 128, 10]),
  x: { shape: [batch, 128] },
  y: { shape: [batch, 10], classes: 10 },
  loss: 'categoricalCrossentropy',
  isograd: ({ layers }) => ({
    layers: [
      layers.dense({ inputShape: [128], units: 128 }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.dropout({ rate: 0.25 }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  }),
  tfjs: ({ layers }) => ({
    layers: [
      layers.dense({ inputShape: [128], units: 128, kernelInitializer: 'glorotUniform' }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.dropout({ rate: 0.25 }),
      layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
    ],
  }),
};
