/** Layers of noise, and of terms of the loss, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { activityRegularization } from '../../layers/regularization/activity-regularization.js';
import { alphaDropout } from '../../layers/regularization/alpha-dropout.js';
import { dropout } from '../../layers/regularization/dropout.js';
import { gaussianDropout } from '../../layers/regularization/gaussian-dropout.js';
import { gaussianNoise } from '../../layers/regularization/gaussian-noise.js';
import { spatialDropout1d, spatialDropout2d, spatialDropout3d } from '../../layers/regularization/spatial-dropout.js';

const sequence = [{ shape: [3, 5, 4] }] as const;

/** What all of them share that draw at random. */
const noise = {
  weights: { seedGeneratorState: [4] },
  notTrainable: ['seedGeneratorState'],
  mask: 'kept',
  gradient: 'inference',
  isRandom: true,
} as const;

export const regularizationCases: readonly LayerCase[] = [
  { name: 'dropout', make: () => dropout({ rate: 0.4 }), inputs: sequence, ...noise },
  {
    name: 'dropout, noiseShape, seed',
    make: () => dropout({ rate: 0.5, noiseShape: [null, 1, 4], seed: 3 }),
    inputs: [{ shape: [8, 5, 4] }],
    hasOwnSeed: true,
    ...noise,
  },
  { name: 'dropout, rate 0', make: () => dropout({ rate: 0 }), inputs: sequence, mask: 'kept' },
  {
    name: 'dropout, rate 1',
    make: () => dropout({ rate: 1 }),
    inputs: sequence,
    ...noise,
    isRandom: false,
    trainingDiffers: true,
  },
  { name: 'spatialDropout1d', make: () => spatialDropout1d({ rate: 0.5 }), inputs: [{ shape: [4, 3, 8] }], ...noise },
  {
    name: 'spatialDropout2d',
    make: () => spatialDropout2d({ rate: 0.5, dataFormat: 'channelsLast' }),
    inputs: [{ shape: [4, 3, 2, 8] }],
    ...noise,
  },
  {
    name: 'spatialDropout3d',
    make: () => spatialDropout3d({ rate: 0.5 }),
    inputs: [{ shape: [4, 3, 2, 2, 8] }],
    ...noise,
  },
  { name: 'alphaDropout', make: () => alphaDropout({ rate: 0.4 }), inputs: sequence, ...noise },
  {
    name: 'alphaDropout, noiseShape',
    make: () => alphaDropout({ rate: 0.4, noiseShape: [null, null, 1] }),
    inputs: sequence,
    ...noise,
  },
  { name: 'gaussianNoise', make: () => gaussianNoise({ stddev: 0.3 }), inputs: sequence, ...noise },
  { name: 'gaussianDropout', make: () => gaussianDropout({ rate: 0.3 }), inputs: sequence, ...noise },
  {
    name: 'activityRegularization',
    make: () => activityRegularization({ l1: 0.3, l2: 0.7 }),
    inputs: sequence,
    mask: 'kept',
  },
];
