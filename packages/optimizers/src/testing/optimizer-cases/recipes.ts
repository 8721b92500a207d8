/** The recipes, as cases of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { add, cast, div } from '@tensorflow/tfjs-core';
import { adadelta } from '../../recipes/adadelta.js';
import { adafactor } from '../../recipes/adafactor.js';
import { adagrad } from '../../recipes/adagrad.js';
import { adam } from '../../recipes/adam.js';
import { adamax } from '../../recipes/adamax.js';
import { adamw } from '../../recipes/adamw.js';
import { adan } from '../../recipes/adan.js';
import { ftrl } from '../../recipes/ftrl.js';
import { lamb } from '../../recipes/lamb.js';
import { lars } from '../../recipes/lars.js';
import { lbfgs } from '../../recipes/lbfgs.js';
import { lion } from '../../recipes/lion.js';
import { muon } from '../../recipes/muon.js';
import { nadam } from '../../recipes/nadam.js';
import { radam } from '../../recipes/radam.js';
import { rmsprop } from '../../recipes/rmsprop.js';
import { scheduleFreeAdamw } from '../../recipes/schedule-free-adamw.js';
import { sgd } from '../../recipes/sgd.js';
import { cosineDecay } from '../../schedules/cosine-decay.js';

const decays = 'weights decay';
const forgets = 'the first update forgets where training starts';
const means = 'squares, for means';
const products = 'products, of gradients and steps';
const sums = 'squares, for a norm';

/** The first word of a name is that of the export. */
export const recipeCases: readonly OptimizerCase[] = [
  { name: 'adadelta', make: () => adadelta({ learningRate: 1, epsilon: 1e-3 }) },
  {
    name: 'adadelta, torch, weightDecay',
    make: () => adadelta({ learningRate: 1, rho: 0.9, epsilon: 1e-3, weightDecay: 0.01, convention: 'torch' }),
    movesAtZeroGradient: decays,
  },
  { name: 'adafactor', make: () => adafactor({ learningRate: 0.05 }), sums: means },
  {
    name: 'adafactor, weightDecay, clipValue, not relative',
    make: () =>
      adafactor({ learningRate: 0.01, relativeStep: false, clipThreshold: 0.5, weightDecay: 0.01, clipValue: 0.5 }),
    sums: means,
    movesAtZeroGradient: decays,
  },
  { name: 'adagrad', make: () => adagrad({ learningRate: 0.1 }) },
  {
    name: 'adagrad, torch',
    make: () => adagrad({ learningRate: 0.1, initialAccumulatorValue: 0, epsilon: 1e-10, convention: 'torch' }),
  },
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
  { name: 'adamax', make: () => adamax({ learningRate: 0.05 }) },
  { name: 'adamax, torch', make: () => adamax({ learningRate: 0.05, epsilon: 1e-8, convention: 'torch' }) },
  { name: 'adan', make: () => adan({ learningRate: 0.05 }) },
  {
    name: 'adan, epsilonRoot, weightDecay',
    make: () => adan({ learningRate: 0.05, epsilonRoot: 1e-8, weightDecay: 0.02 }),
    movesAtZeroGradient: decays,
  },
  { name: 'ftrl', make: () => ftrl({ learningRate: 0.1 }), movesAtZeroGradient: forgets },
  {
    name: 'ftrl, all penalties',
    make: () =>
      ftrl({
        learningRate: 0.1,
        learningRatePower: -0.7,
        l1RegularizationStrength: 0.01,
        l2RegularizationStrength: 0.01,
        l2ShrinkageRegularizationStrength: 0.01,
        beta: 0.1,
      }),
    movesAtZeroGradient: forgets,
  },
  { name: 'lamb', make: () => lamb({ learningRate: 0.02 }), sums },
  {
    name: 'lamb, decay within the trust ratio',
    make: () => lamb({ learningRate: 0.02, weightDecay: 0.01, decoupled: false }),
    sums,
    movesAtZeroGradient: decays,
  },
  { name: 'lars', make: () => lars({ learningRate: 0.5, trustCoefficient: 0.02 }), sums },
  {
    name: 'lars, nesterov, weightDecay',
    make: () => lars({ learningRate: 0.5, trustCoefficient: 0.02, nesterov: true, weightDecay: 0.01, epsilon: 1e-9 }),
    sums,
    movesAtZeroGradient: decays,
  },
  { name: 'lbfgs', make: () => lbfgs(), needs: 'evaluate', isGlobal: true, sums: products },
  {
    name: 'lbfgs, torch, without a search',
    make: () => lbfgs({ learningRate: 0.2, memorySize: 3, lineSearchSteps: 0, convention: 'torch' }),
    isGlobal: true,
    sums: products,
  },
  { name: 'lion', make: () => lion({ learningRate: 0.01 }) },
  {
    name: 'lion, weightDecay',
    make: () => lion({ learningRate: 0.01, beta2: 0.95, weightDecay: 0.1 }),
    movesAtZeroGradient: decays,
  },
  {
    name: 'muon',
    make: () => muon({ learningRate: 0.02, weightDecay: 0, adamWeightDecay: 0 }),
    sums: products,
  },
  {
    name: 'muon, weightDecay, without rmsRate, without nesterov, excludeLayers',
    make: () => muon({ learningRate: 0.02, weightDecay: 0.1, rmsRate: null, nesterov: false, excludeLayers: ['head'] }),
    sums: products,
    movesAtZeroGradient: decays,
  },
  { name: 'nadam', make: () => nadam({ learningRate: 0.05 }) },
  {
    name: 'nadam, torch, as PyTorch 1.13',
    make: () => nadam({ learningRate: 0.05, epsilon: 1e-8, convention: 'torch', legacyTorch: true }),
  },
  { name: 'radam', make: () => radam({ learningRate: 0.05 }) },
  {
    name: 'radam, short average, weightDecay',
    make: () => radam({ learningRate: 0.05, beta2: 0.9, weightDecay: 0.01 }),
    movesAtZeroGradient: decays,
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
  { name: 'scheduleFreeAdamw', make: () => scheduleFreeAdamw({ learningRate: 0.05 }) },
  {
    name: 'scheduleFreeAdamw, warmupSteps, weightDecay',
    make: () => scheduleFreeAdamw({ learningRate: 0.05, warmupSteps: 3, weightDecay: 0.01 }),
    movesAtZeroGradient: decays,
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
