/** The ways to train with small batches that are compared. */
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  globalAveragePooling2d,
  groupNormalization,
  type Layer,
  layerNormalization,
  maxPooling2d,
  type Sequential,
  sequential,
  sparseCategoricalCrossentropy,
} from '@isograd/layers';
import { accumulateGradients, adam, type Optimizer } from '@isograd/optimizers';

/** One way: how activations are normalised, and over how many examples gradients are averaged at least. */
export interface Method {
  readonly name: string;
  /** A new layer of its kind; undefined for none. */
  readonly normalization: (() => Layer) | undefined;
  /** Examples whose gradients make one update; smaller batches are accumulated up to it. Default: the batch. */
  readonly examplesPerUpdate?: number;
}

/** In the order of the table. */
export const methods: readonly Method[] = [
  { name: 'none', normalization: undefined },
  { name: 'batch', normalization: () => batchNormalization({ momentum: 0.9 }) },
  {
    name: 'batch renorm',
    normalization: () => batchNormalization({ momentum: 0.9, renorm: true, renormMomentum: 0.9 }),
  },
  { name: 'group (4)', normalization: () => groupNormalization({ groups: 4 }) },
  { name: 'layer', normalization: () => layerNormalization({ axis: [1, 2, 3] }) },
  { name: 'group, accumulated to 32', normalization: () => groupNormalization({ groups: 4 }), examplesPerUpdate: 32 },
];

/** A small network for images of 8 x 8, with the normalization after each convolution. */
export function createModel(
  method: Method,
  batchSize: number,
  seed: number,
  optimizer: Optimizer = adam({ learningRate: 3e-3 }),
): Sequential {
  const { normalization, examplesPerUpdate = batchSize } = method;
  const normalised = (filters: number, inputShape?: readonly number[]): Layer[] => [
    conv2d({ filters, kernelSize: 3, padding: 'same', ...(inputShape && { inputShape }) }),
    ...(normalization === undefined ? [] : [normalization()]),
    activation({ activation: 'relu' }),
  ];
  const model = sequential({
    name: 'small',
    seed,
    layers: [
      ...normalised(16, [8, 8, 1]),
      maxPooling2d(),
      ...normalised(32),
      globalAveragePooling2d(),
      dense({ units: 10, name: 'head' }),
    ],
  });
  const steps = Math.max(1, Math.round(examplesPerUpdate / batchSize));
  model.compile({
    optimizer: accumulateGradients(optimizer, { steps }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return model;
}
