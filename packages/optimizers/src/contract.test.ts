/** Every transformation, recipe and wrapper is held to the contract of optimizers, on every backend. */
import { testOptimizer } from '@isograd/conformance';
import { jit } from '@isograd/jit';
import { describeBackendsOnce, platformBackends } from '@isograd/testing';
import { expect, it } from 'vitest';
import * as optimizers from './index.js';
import { exportOf, optimizerCases } from './testing/optimizer-cases/optimizer-cases.js';

/** What else is exported, and why no case tries it. */
const withoutCase: Readonly<Record<string, string>> = {
  applyUpdates: 'it adds updates',
  constant: 'a schedule',
  cosineDecay: 'a schedule',
  cosineDecayRestarts: 'a schedule',
  cyclical: 'a schedule',
  exponentialDecay: 'a schedule',
  inverseTimeDecay: 'a schedule',
  joinSchedules: 'a schedule',
  linearWarmup: 'a schedule',
  multiStepDecay: 'a schedule',
  multiplySchedules: 'a schedule',
  noam: 'a schedule',
  oneCycle: 'a schedule',
  orthogonalize: 'it takes nothing but matrices: muon tries it',
  piecewiseConstantDecay: 'a schedule',
  polynomialDecay: 'a schedule',
  defineOptimizer: 'every recipe is made by it',
  defineSchedule: 'it makes schedules',
  getLearningRate: 'it reads a state',
  optimizerFromConfig: 'the suite reads every config with it',
  recipes: 'the table of the recipes',
  scheduleFreeParams: 'it makes the parameters to judge',
  setLearningRate: 'it changes a state',
  tidyTree: 'it frees tensors',
  wrapOptimizer: 'every wrapper is made by it',
};

it('has a case for every export that makes a transformation, and names each once', () => {
  const tried = new Set(optimizerCases.map(exportOf));
  const untried = Object.keys(optimizers).filter((name) => !tried.has(name));
  expect(untried.toSorted()).toEqual(Object.keys(withoutCase).toSorted());
  expect([...tried].filter((name) => !Object.hasOwn(optimizers, name))).toEqual([]);
  const names = optimizerCases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('tries with each case of an optimizer the one that its name says', () => {
  const named = optimizerCases.flatMap((optimizerCase) => {
    const made = optimizerCase.make();
    return 'name' in made ? [[exportOf(optimizerCase), made.name]] : [];
  });
  expect(named.length).toBeGreaterThan(0);
  for (const [name, made] of named) expect(made).toBe(name);
});

describeBackendsOnce('the contract of optimizers', (backend) => {
  // One that computes otherwise: as for layers, the fixtures compare each backend with its reference.
  const otherBackends = platformBackends().filter(({ name }) => name === (backend === 'cpu' ? 'wasm' : 'cpu'));

  it.each(optimizerCases.map((optimizerCase) => [optimizerCase.name, optimizerCase] as const))(
    '%s',
    async (_name, optimizerCase) => {
      const { failures } = await testOptimizer(optimizerCase, {
        read: ({ name, config }) => optimizers.optimizerFromConfig({ name, config: config as optimizers.JsonObject }),
        jit,
        otherBackends,
        programsRoundOtherwise: backend === 'node', // where kernels on few elements are those of wasm
        ...(backend === 'webgl' ? { trainingSteps: 10 } : {}), // shaders in software
      });
      expect(failures.join('\n')).toBe('');
    },
  );
});
