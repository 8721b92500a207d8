/** Normalizations, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { conv2d } from '../../layers/convolution/conv2d.js';
import { dense } from '../../layers/core/dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { batchNormalization } from '../../layers/normalization/batch-normalization.js';
import { groupNormalization } from '../../layers/normalization/group-normalization.js';
import { instanceNormalization } from '../../layers/normalization/instance-normalization.js';
import { layerNormalization } from '../../layers/normalization/layer-normalization.js';
import { normalization } from '../../layers/normalization/normalization.js';
import { rmsNormalization } from '../../layers/normalization/rms-normalization.js';
import { spectralNormalization } from '../../layers/normalization/spectral-normalization.js';
import { unitNormalization } from '../../layers/normalization/unit-normalization.js';

const sequence = [{ shape: [3, 5, 4] }] as const;
const images = [{ shape: [2, 3, 5, 4] }] as const;
const moving = { movingMean: [4], movingVariance: [4] };
const scaleAndShift = { gamma: [4], beta: [4] };

export const normalizationCases: readonly LayerCase[] = [
  {
    name: 'batchNormalization',
    make: () => batchNormalization({ epsilon: 0.1 }),
    inputs: sequence,
    weights: { ...scaleAndShift, ...moving },
    notTrainable: Object.keys(moving),
    mask: 'kept',
    trainingDiffers: true,
  },
  {
    name: 'batchNormalization, of images, without gamma, beta regularized, statistics that start elsewhere',
    make: () =>
      batchNormalization({
        epsilon: 0.1,
        scale: false,
        momentum: 0.5,
        betaRegularizer: 'l2',
        betaConstraint: 'nonNeg',
        movingMeanInitializer: { className: 'Constant', config: { value: 0.25 } },
        movingVarianceInitializer: 'ones',
      }),
    inputs: images,
    weights: { beta: [4], ...moving },
    notTrainable: Object.keys(moving),
    mask: 'kept',
    trainingDiffers: true,
  },
  {
    name: 'batchNormalization, along time, without beta',
    make: () => batchNormalization({ epsilon: 0.1, axis: 1, center: false, gammaInitializer: 'ones' }),
    inputs: sequence,
    weights: { gamma: [5], movingMean: [5], movingVariance: [5] },
    notTrainable: Object.keys(moving),
    mask: 'kept',
    trainingDiffers: true,
  },
  {
    // Its correction is constant for differentiation, so that differences do not agree while it trains.
    name: 'batchNormalization, renorm',
    make: () =>
      batchNormalization({
        epsilon: 0.1,
        renorm: true,
        renormClipping: { rmax: 3, rmin: 0.3, dmax: 5 },
        renormMomentum: 0.9,
      }),
    inputs: sequence,
    weights: { ...scaleAndShift, ...moving, movingStddev: [4], renormMean: [4], renormStddev: [4] },
    notTrainable: [...Object.keys(moving), 'movingStddev', 'renormMean', 'renormStddev'],
    mask: 'kept',
    gradient: 'inference',
    trainingDiffers: true,
  },
  {
    name: 'layerNormalization',
    make: () => layerNormalization({ epsilon: 0.1 }),
    inputs: sequence,
    weights: scaleAndShift,
    mask: 'kept',
  },
  {
    name: 'layerNormalization, of two axes, without beta',
    make: () => layerNormalization({ epsilon: 0.1, axis: [-1, 1], center: false }),
    inputs: sequence,
    weights: { gamma: [5, 4] },
    mask: 'kept',
  },
  {
    name: 'layerNormalization, rmsScaling, along time',
    make: () => layerNormalization({ epsilon: 0.1, axis: 1, rmsScaling: true, gammaRegularizer: 'l1' }),
    inputs: sequence,
    weights: { gamma: [5] },
    mask: 'kept',
  },
  {
    name: 'groupNormalization',
    make: () => groupNormalization({ groups: 2, epsilon: 0.1 }),
    inputs: images,
    weights: scaleAndShift,
    mask: 'kept',
  },
  {
    name: 'groupNormalization, along another axis, as many groups as channels, without gamma',
    make: () => groupNormalization({ groups: -1, axis: 1, epsilon: 0.1, scale: false }),
    inputs: [{ shape: [2, 2, 5, 3] }],
    weights: { beta: [2] },
    mask: 'kept',
  },
  {
    name: 'instanceNormalization',
    make: () => instanceNormalization({ epsilon: 0.1 }),
    inputs: images,
    weights: scaleAndShift,
    mask: 'kept',
  },
  {
    name: 'rmsNormalization',
    make: () => rmsNormalization({ epsilon: 0.1 }),
    inputs: sequence,
    weights: { scale: [4] },
    mask: 'kept',
  },
  {
    name: 'rmsNormalization, of two axes',
    make: () => rmsNormalization({ epsilon: 0.1, axis: [1, 2] }),
    inputs: sequence,
    weights: { scale: [5, 4] },
    mask: 'kept',
  },
  {
    name: 'unitNormalization',
    make: () => unitNormalization(),
    inputs: sequence,
    mask: 'kept',
  },
  {
    name: 'unitNormalization, of two axes',
    make: () => unitNormalization({ axis: [1, -1] }),
    inputs: sequence,
    mask: 'kept',
  },
  {
    // Training changes the kernel, so that differences are taken of a layer that moves.
    name: 'spectralNormalization, of dense',
    make: () => spectralNormalization({ layer: dense({ units: 3 }), powerIterations: 2 }),
    inputs: sequence,
    weights: { vectorU: [1, 3], 'dense/kernel': [4, 3], 'dense/bias': [3] },
    notTrainable: ['vectorU'],
    mask: 'kept',
    gradient: 'inference',
    trainingDiffers: true,
  },
  {
    name: 'spectralNormalization, of conv2d',
    make: () => spectralNormalization({ layer: conv2d({ filters: 2, kernelSize: [2, 3], useBias: false }) }),
    inputs: images,
    weights: { vectorU: [1, 2], 'conv2d/kernel': [2, 3, 4, 2] },
    notTrainable: ['vectorU'],
    mask: 'none',
    gradient: 'inference',
    trainingDiffers: true,
  },
  {
    name: 'spectralNormalization, of embedding',
    make: () => spectralNormalization({ layer: embedding({ inputDim: 6, outputDim: 3 }) }),
    inputs: [{ shape: [2, 5], dtype: 'int32', below: 6 }],
    weights: { vectorU: [1, 3], 'embedding/embeddings': [6, 3] },
    notTrainable: ['vectorU'],
    gradient: 'inference',
    trainingDiffers: true,
  },
  {
    name: 'normalization',
    make: () => normalization(),
    inputs: sequence,
    weights: { mean: [4], variance: [4], count: [] },
    notTrainable: ['mean', 'variance', 'count'],
    mask: 'kept',
  },
  {
    name: 'normalization, of numbers of the input, invert',
    make: () => normalization({ axis: null, invert: true }),
    inputs: sequence,
    weights: { mean: [], variance: [], count: [] },
    notTrainable: ['mean', 'variance', 'count'],
    mask: 'kept',
  },
  {
    name: 'normalization, given',
    make: () =>
      normalization({ axis: [1, -1], mean: [[1], [2], [3], [4], [5]], variance: [[1], [4], [0.5], [2], [3]] }),
    inputs: sequence,
    mask: 'kept',
  },
  {
    name: 'normalization, given for integers',
    make: () => normalization({ mean: 2, variance: 4 }),
    inputs: [{ shape: [3, 4], dtype: 'int32' }],
    mask: 'none',
    gradient: 'none',
  },
];
