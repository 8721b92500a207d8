/** The recipes, as cases of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { add, cast, div } from '@tensorflow/tfjs-core';
import { adam } from '../../recipes/adam.js';
import { adamw } from '../../recipes/adamw.js';
import { rmsprop } from '../../recipes/rmsprop.js';
import { sgd } from '../../recipes/sgd.js';
import { cosineDecay } from '../../schedules/cosine-decay.js';

const decays = 'weights decay';
const sums = 'squares, for a norm';

/** The first word of a name is that of the export. */
export const recipeCases: readonly OptimizerCase[] = [
  { name: 'adam', make: () => adam({ learningRate: 0.05 }) },
  { name: 'adam, amsgrad, clipValue', make: () => adam({ learningRate: 0.05, amsgrad: true, clipValue: 0.5 }) },
  {
    name: 'adam, torch, weightDecay',
    make: () => adam({ learningRate: 0.05, weightDecay: 0.01, convention: 'torch' }),
    movesAtZeroGradient: decays,
  },
  { name: 'adamw', make: () => adamw({ learningRate: 0.05 }), movesAtZeroGradient: decays },
  {
    name: 'adamw, torch, schedule, mask',
    make: () =>
      adamw({
        learningRate: cosineDecay({ initialLearningRate: 0.05, decaySteps: 50 }),
        convention: 'torch',
        mask: {
          scale: false,
          blocks: [
            { kernel: true, bias: false },
            { kernel: true, bias: false },
          ],
          head: { kernel: true, unused: false },
        },
      }),
    movesAtZeroGradient: decays,
  },
  {
    name: 'adamw, mask that is a predicate',
    make: () => adamw({ learningRate: 0.05, mask: (path) => path.endsWith('kernel') }),
    movesAtZeroGradient: decays,
    isSerializable: false,
  },
  { name: 'rmsprop', make: () => rmsprop({ learningRate: 0.02 }) },
  {
    name: 'rmsprop, momentum, centered, clipNorm',
    make: () => rmsprop({ learningRate: 0.01, momentum: 0.5, centered: true, epsilon: 1e-3, clipNorm: 0.5 }),
    sums,
  },
  {
    name: 'rmsprop, torch, momentum',
    make: () => rmsprop({ learningRate: 0.01, rho: 0.99, momentum: 0.5, convention: 'torch' }),
  },
  { name: 'sgd', make: () => sgd({ learningRate: 0.05 }) },
  {
    name: 'sgd, Keras, everything on',
    make: () =>
      sgd({
        learningRate: cosineDecay({ initialLearningRate: 0, decaySteps: 50, warmupSteps: 5, warmupTarget: 0.05 }),
        momentum: 0.9,
        nesterov: true,
        weightDecay: 0.01,
        clipNorm: 0.5,
      }),
    sums,
    movesAtZeroGradient: decays,
  },
  {
    name: 'sgd, torch, everything on',
    make: () =>
      sgd({
        learningRate: 0.05,
        momentum: 0.9,
        nesterov: true,
        weightDecay: 0.01,
        globalClipNorm: 0.5,
        convention: 'torch',
      }),
    isGlobal: true,
    sums,
    movesAtZeroGradient: decays,
  },
  {
    name: 'sgd, schedule of one’s own',
    make: () => sgd({ learningRate: (count) => div(0.1, add(cast(count, 'float32'), 1)) }),
    isSerializable: false,
  },
];
