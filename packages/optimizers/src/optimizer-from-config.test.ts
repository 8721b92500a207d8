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
])('refuses with %s %s', (code, _what, name, config) => {
  const read = () => optimizerFromConfig({ name: name as string, config: config as {} });
  expect(read).toThrow(IsogradError);
  expect(read).toThrow(expect.objectContaining({ code }));
});
