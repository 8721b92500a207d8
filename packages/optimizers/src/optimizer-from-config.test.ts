/** Optimizers that were written down and read again. */
import { IsogradError } from '@isograd/core';
import { expect, it } from 'vitest';
import { optimizerFromConfig } from './optimizer-from-config.js';
import type { Optimizer } from './optimizer.js';
import { adam } from './recipes/adam.js';
import { adamw } from './recipes/adamw.js';
import { rmsprop } from './recipes/rmsprop.js';
import { sgd } from './recipes/sgd.js';
import { constant } from './schedules/constant.js';
import { cosineDecay } from './schedules/cosine-decay.js';
import { joinSchedules } from './schedules/join-schedules.js';
import { multiplySchedules } from './schedules/multiply-schedules.js';
import { accumulateGradients } from './wrappers/accumulate-gradients.js';
import { exponentialMovingAverage } from './wrappers/exponential-moving-average.js';
import { freezing } from './wrappers/freezing.js';
import { lookahead } from './wrappers/lookahead.js';
import { lossScaling } from './wrappers/loss-scaling.js';
import { multiOptimizer } from './wrappers/multi-optimizer.js';
import { sam } from './wrappers/sam.js';

const inner = { name: 'sgd', config: {} };

/** A wrapper around a wrapper, and so on. */
function nested(innermost: object, times: number): object {
  let config = innermost;
  for (let depth = 0; depth < times; depth++) config = { name: 'sam', config: { optimizer: config } };
  return config;
}

const throughJson = ({ name, config }: Optimizer) =>
  JSON.parse(JSON.stringify({ name, config })) as { name: string; config: {} };

it.each<[string, Optimizer]>([
  ['sgd', sgd({ learningRate: 0.5, momentum: 0.9, nesterov: true, clipNorm: 2 })],
  ['rmsprop', rmsprop({ learningRate: 0.5, rho: 0.8 })],
  ['adam', adam({ amsgrad: true, epsilon: 1e-8, convention: 'torch' })],
  ['adamw', adamw({ weightDecay: 0.1, learningRate: cosineDecay({ initialLearningRate: 1, decaySteps: 5 }) })],
  ['a constant schedule', adam({ learningRate: constant(0.25) })],
  [
    'a schedule of schedules',
    sgd({
      learningRate: joinSchedules([constant(0.25), multiplySchedules([constant(1), constant(0.5)])], {
        boundaries: [9],
      }),
    }),
  ],
  ['accumulation', accumulateGradients(adam(), { steps: 4 })],
  ['wrappers around each other', exponentialMovingAverage(lookahead(lossScaling(sam(adam())), { syncPeriod: 3 }))],
  [
    'groups',
    multiOptimizer({
      default: freezing(adam(), { mask: { encoder: { kernel: true, bias: false } } }),
      groups: { head: { params: ['head', 'tail'], optimizer: sgd({ learningRate: constant(1) }) } },
    }),
  ],
])('%s has the same name and options', (_what, optimizer) => {
  const again = optimizerFromConfig(throughJson(optimizer));
  expect([again.name, again.config]).toEqual([optimizer.name, optimizer.config]);
});

it.each<[code: string, what: string, name: unknown, config: object]>([
  ['OPTIMIZER_UNKNOWN', 'another name', 'adamax2', {}],
  ['OPTIMIZER_UNKNOWN', 'a name of the prototype', 'constructor', {}],
  ['OPTIMIZER_UNKNOWN', 'a number', 5, {}],
  ['OPTIMIZER_UNKNOWN', 'another schedule', 'adam', { learningRate: { name: 'evil' } }],
  ['OPTIMIZER_CUSTOM', 'a schedule of one’s own', 'adam', { learningRate: 'custom' }],
  [
    'OPTIMIZER_CUSTOM',
    'a schedule of one’s own in another',
    'adam',
    { learningRate: { name: 'multiplySchedules', schedules: ['custom'] } },
  ],
  ['OPTIMIZER_OPTION', 'an option of another schedule', 'adam', { learningRate: { ...constant(1).config, alpha: 0 } }],
  ['OPTIMIZER_CUSTOM', 'a mask of one’s own', 'adamw', { mask: 'custom' }],
  ['LEARNING_RATE', 'text', 'adam', { learningRate: 'fast' }],
  ['LEARNING_RATE', 'null', 'adam', { learningRate: null }],
  ['OPTIMIZER_OPTION', 'a beta of text', 'adam', { beta1: 'x' }],
  ['OPTIMIZER_OPTION', 'an option of another recipe', 'adam', { rho: 0.9 }],
  ['OPTIMIZER_OPTION', 'a flag of text', 'adam', { amsgrad: 'yes' }],
  ['OPTIMIZER_OPTION', 'a wrapper around nothing', 'accumulateGradients', { steps: 2 }],
  [
    'OPTIMIZER_UNKNOWN',
    'a wrapper around another name',
    'accumulateGradients',
    { optimizer: { name: 'evil', config: {} } },
  ],
  [
    'OPTIMIZER_OPTION',
    'no number of steps',
    'accumulateGradients',
    { optimizer: { name: 'adam', config: {} }, steps: 'x' },
  ],
  ['OPTIMIZER_OPTION', 'momentum of text', 'exponentialMovingAverage', { optimizer: inner, momentum: 'x' }],
  ['OPTIMIZER_OPTION', 'a frequency of 0', 'exponentialMovingAverage', { optimizer: inner, overwriteFrequency: 0 }],
  [
    'OPTIMIZER_OPTION',
    'a frequency of null',
    'exponentialMovingAverage',
    { optimizer: inner, overwriteFrequency: null },
  ],
  ['OPTIMIZER_OPTION', 'a flag of 1', 'sam', { optimizer: inner, adaptive: 1 }],
  ['OPTIMIZER_OPTION', 'a radius of 0', 'sam', { optimizer: inner, rho: 0 }],
  ['OPTIMIZER_OPTION', 'a period of a half', 'lookahead', { optimizer: inner, syncPeriod: 0.5 }],
  ['OPTIMIZER_OPTION', 'a step size of 2', 'lookahead', { optimizer: inner, slowStepSize: 2 }],
  ['OPTIMIZER_OPTION', 'no start', 'stochasticWeightAveraging', { optimizer: inner }],
  ['OPTIMIZER_OPTION', 'a period of 0', 'stochasticWeightAveraging', { optimizer: inner, startStep: 1, period: 0 }],
  ['OPTIMIZER_OPTION', 'no limit', 'applyIfFinite', { optimizer: inner }],
  ['OPTIMIZER_OPTION', 'a scale of 0', 'lossScaling', { optimizer: inner, initialScale: 0 }],
  ['OPTIMIZER_OPTION', 'growth without end', 'lossScaling', { optimizer: inner, dynamicGrowthSteps: 1e12 }],
  ['OPTIMIZER_OPTION', 'no mask', 'freezing', { optimizer: inner }],
  ['OPTIMIZER_OPTION', 'a mask of numbers', 'freezing', { optimizer: inner, mask: { a: 1 } }],
  ['OPTIMIZER_CUSTOM', 'a mask that was a function', 'freezing', { optimizer: inner, mask: 'custom' }],
  ['OPTIMIZER_OPTION', 'a memory of nothing', 'lbfgs', { memorySize: 0 }],
  ['OPTIMIZER_OPTION', 'a memory without end', 'lbfgs', { memorySize: 1e6 }],
  ['OPTIMIZER_OPTION', 'a search without end', 'lbfgs', { lineSearchSteps: 1e6 }],
  ['OPTIMIZER_OPTION', 'no default', 'multiOptimizer', { groups: {} }],
  ['OPTIMIZER_OPTION', 'no groups', 'multiOptimizer', { default: inner }],
  ['OPTIMIZER_OPTION', 'a group that is none', 'multiOptimizer', { default: inner, groups: { a: 5 } }],
  [
    'OPTIMIZER_OPTION',
    'a group without optimizer',
    'multiOptimizer',
    { default: inner, groups: { a: { params: ['a'] } } },
  ],
  [
    'OPTIMIZER_OPTION',
    'names that are no list',
    'multiOptimizer',
    { default: inner, groups: { a: { params: { length: 1 }, optimizer: inner } } },
  ],
  [
    'OPTIMIZER_OPTION',
    'a group with another option',
    'multiOptimizer',
    { default: inner, groups: { a: { params: ['a'], optimizer: inner, rate: 1 } } },
  ],
  [
    'OPTIMIZER_CUSTOM',
    'a group by a function',
    'multiOptimizer',
    { default: inner, groups: { a: { params: 'custom', optimizer: inner } } },
  ],
  [
    'OPTIMIZER_GROUP_SCALE',
    'a scaled loss in a group',
    'multiOptimizer',
    { default: { name: 'lossScaling', config: { optimizer: inner } }, groups: {} },
  ],
  ['OPTIMIZER_NESTING', 'wrappers without end', 'sam', { optimizer: nested(inner, 100_000) }],
])('refuses with %s %s', (code, _what, name, config) => {
  const read = () => optimizerFromConfig({ name: name as string, config: config as {} });
  expect(read).toThrow(IsogradError);
  expect(read).toThrow(expect.objectContaining({ code }));
});
