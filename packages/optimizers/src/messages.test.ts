import { ValueError } from '@isograd/core';
import { describe, expect, it } from 'vitest';
import {
  adam,
  addDecayedWeights,
  adamw,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  constant,
  cosineDecay,
  cyclical,
  exponentialDecay,
  inverseTimeDecay,
  joinSchedules,
  linearWarmup,
  multiplySchedules,
  multiStepDecay,
  noam,
  oneCycle,
  piecewiseConstantDecay,
  polynomialDecay,
  scale,
  scaleByAdam,
  scaleByLearningRate,
  sgd,
  trace,
} from './index.js';

/** What a JavaScript caller may pass. */
const wrong = (value: unknown): never => value as never;

describe('bad options', () => {
  it.each<[code: string, names: string, call: () => unknown]>([
    ['LEARNING_RATE', 'learningRate -0.1', () => sgd({ learningRate: -0.1 })],
    ['LEARNING_RATE', 'learningRate NaN', () => adam({ learningRate: Number.NaN })],
    ['LEARNING_RATE', 'learningRate "0.1"', () => adamw({ learningRate: wrong('0.1') })],
    ['LEARNING_RATE', 'learningRate -1', () => scaleByLearningRate(-1)],
    ['LEARNING_RATE', 'learningRate -1', () => constant(-1)],
    ['OPTIMIZER_OPTION', 'beta1 1', () => adam({ beta1: 1 })],
    ['OPTIMIZER_OPTION', 'beta1 -0.1', () => adam({ beta1: -0.1 })],
    ['OPTIMIZER_OPTION', 'beta2 1', () => adamw({ beta2: 1 })],
    ['OPTIMIZER_OPTION', 'epsilon 0', () => adam({ epsilon: 0 })],
    ['OPTIMIZER_OPTION', 'epsilon -1e-8', () => scaleByAdam({ epsilon: -1e-8 })],
    ['OPTIMIZER_OPTION', 'epsilon undefined', () => scaleByAdam(wrong({}))],
    ['OPTIMIZER_OPTION', 'decay -0.5', () => sgd({ momentum: -0.5 })],
    ['OPTIMIZER_OPTION', 'decay 1.5', () => trace({ decay: 1.5 })],
    ['OPTIMIZER_OPTION', 'decay null', () => trace({ decay: wrong(null) })],
    ['OPTIMIZER_OPTION', 'weightDecay -1', () => sgd({ weightDecay: -1 })],
    ['OPTIMIZER_OPTION', 'weightDecay -1', () => adamw({ weightDecay: -1 })],
    ['OPTIMIZER_OPTION', 'weightDecay NaN', () => addDecayedWeights({ weightDecay: Number.NaN })],
    ['OPTIMIZER_OPTION', 'limit 0', () => clipByValue(0)],
    ['OPTIMIZER_OPTION', 'maxNorm 0', () => sgd({ clipNorm: 0 })],
    ['OPTIMIZER_OPTION', 'maxNorm -1', () => clipByNorm(-1)],
    ['OPTIMIZER_OPTION', 'maxNorm Infinity', () => clipByGlobalNorm(Number.POSITIVE_INFINITY)],
    ['OPTIMIZER_OPTION', 'factor NaN', () => scale(Number.NaN)],
    ['OPTIMIZER_OPTION', 'decaySteps 0', () => cosineDecay({ initialLearningRate: 1, decaySteps: 0 })],
    [
      'OPTIMIZER_OPTION',
      'warmupSteps 1.5',
      () => cosineDecay({ initialLearningRate: 1, decaySteps: 9, warmupSteps: 1.5 }),
    ],
    ['OPTIMIZER_OPTION', 'alpha 2', () => cosineDecay({ initialLearningRate: 1, decaySteps: 9, alpha: 2 })],
    [
      'OPTIMIZER_OPTION',
      'warmupTarget -1',
      () => cosineDecay({ initialLearningRate: 1, decaySteps: 9, warmupTarget: -1 }),
    ],
    [
      'OPTIMIZER_OPTION',
      'decaySteps 2147483648',
      () => exponentialDecay({ initialLearningRate: 1, decaySteps: 2 ** 31, decayRate: 0.5 }),
    ],
    [
      'OPTIMIZER_OPTION',
      'decayRate 1e+39',
      () => exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 1e39 }),
    ],
    [
      'OPTIMIZER_OPTION',
      'staircase 1',
      () => inverseTimeDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 1, staircase: wrong(1) }),
    ],
    ['OPTIMIZER_OPTION', 'boundaries[1] 3', () => piecewiseConstantDecay({ boundaries: [3, 3], values: [1, 2, 3] })],
    ['OPTIMIZER_OPTION', 'boundaries of length 0', () => piecewiseConstantDecay({ boundaries: [], values: [1] })],
    ['OPTIMIZER_OPTION', 'values of length 1', () => piecewiseConstantDecay({ boundaries: [3], values: [1] })],
    ['OPTIMIZER_OPTION', 'values[1] -2', () => piecewiseConstantDecay({ boundaries: [3], values: [1, -2] })],
    ['OPTIMIZER_OPTION', 'milestones[0] -1', () => multiStepDecay({ initialLearningRate: 1, milestones: [-1] })],
    ['OPTIMIZER_OPTION', 'power -1', () => polynomialDecay({ initialLearningRate: 1, decaySteps: 1, power: -1 })],
    [
      'OPTIMIZER_OPTION',
      'cycle null',
      () => polynomialDecay({ initialLearningRate: 1, decaySteps: 1, cycle: wrong(null) }),
    ],
    ['OPTIMIZER_OPTION', 'warmupSteps 0', () => linearWarmup({ warmupTarget: 1, warmupSteps: 0 })],
    [
      'OPTIMIZER_OPTION',
      'pctStart 0.6',
      () => oneCycle({ maxLearningRate: 1, totalSteps: 9, pctStart: 0.6, threePhase: true }),
    ],
    [
      'OPTIMIZER_OPTION',
      'annealStrategy "cosine"',
      () => oneCycle({ maxLearningRate: 1, totalSteps: 9, annealStrategy: wrong('cosine') }),
    ],
    [
      'OPTIMIZER_OPTION',
      'mode "exp_range"',
      () => cyclical({ baseLearningRate: 0, maxLearningRate: 1, mode: wrong('exp_range') }),
    ],
    ['OPTIMIZER_OPTION', 'modelDim 0', () => noam({ modelDim: 0 })],
    ['OPTIMIZER_OPTION', 'boundaries[0] 0', () => joinSchedules([constant(1), constant(2)], { boundaries: [0] })],
    ['OPTIMIZER_OPTION', 'schedules[1] 0.1', () => joinSchedules([constant(1), wrong(0.1)], { boundaries: [1] })],
    [
      'OPTIMIZER_OPTION',
      'boundaries of length 2',
      () => joinSchedules([constant(1), constant(2)], { boundaries: [1, 2] }),
    ],
    ['OPTIMIZER_OPTION', 'schedules of length 0', () => multiplySchedules([])],
    ['OPTIMIZER_CONVENTION', 'convention "optax"', () => adam({ convention: wrong('optax') })],
    ['OPTIMIZER_CONVENTION', 'convention "optax"', () => sgd({ convention: wrong('optax') })],
    ['CLIP_CONFLICT', 'clipNorm and globalClipNorm', () => adam({ clipNorm: 1, globalClipNorm: 1 })],
  ])('%s: %s', (code, received, call) => {
    expect(call).toThrow(ValueError);
    expect(call).toThrow(expect.objectContaining({ code, received }));
  });

  it('a rate of 0 and momentum up to 1 are allowed', () => {
    expect(() => sgd({ learningRate: 0, momentum: 1 })).not.toThrow();
  });
});
