import { treeEntries, treeLeaves } from '@isograd/core';
import { describeBackends, expectWithinTolerance, loadFixtures } from '@isograd/testing';
import { less, type Tensor, where } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  cosineDecay,
  lion,
  nadam,
  type Optimizer,
  radam,
  rmsprop,
  sgd,
} from './index.js';
import { runCase, startOf } from './testing/fixture-runs.js';

const { cases, problem } = await loadFixtures<{ lr_schedule?: number[] }>('optimizers');

/** Every fixture case that a recipe expresses. */
const recipes: Record<string, () => Optimizer> = {
  sgd: () => sgd({ learningRate: 0.1 }),
  sgd_momentum: () => sgd({ learningRate: 0.05, momentum: 0.9, convention: 'torch' }),
  sgd_nesterov: () => sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true, convention: 'torch' }),
  sgd_momentum_wd_l2: () => sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 0.01, convention: 'torch' }),
  sgd_clipnorm: () => sgd({ learningRate: 0.1, momentum: 0.9, globalClipNorm: 0.3, convention: 'torch' }),
  sgd_clipvalue: () => sgd({ learningRate: 0.1, clipValue: 0.1 }),
  momentum_lr_drop_torch: () => sgd({ learningRate: 0.1, momentum: 0.9, convention: 'torch' }),
  momentum_lr_drop_keras: () => sgd({ learningRate: 0.1, momentum: 0.9 }),
  adam: () => adam({ learningRate: 0.05, epsilon: 1e-8, convention: 'torch' }),
  adam_bigeps: () => adam({ learningRate: 0.05, epsilon: 0.01, convention: 'torch' }),
  adam_l2: () => adam({ learningRate: 0.05, epsilon: 1e-8, weightDecay: 0.02, convention: 'torch' }),
  amsgrad: () => adam({ learningRate: 0.05, epsilon: 1e-8, amsgrad: true, convention: 'torch' }),
  adamw: () => adamw({ learningRate: 0.05, epsilon: 1e-8, weightDecay: 0.1, convention: 'torch' }),
  rmsprop: () => rmsprop({ learningRate: 0.02, epsilon: 1e-6, convention: 'torch' }),
  rmsprop_momentum: () => rmsprop({ learningRate: 0.01, epsilon: 1e-6, momentum: 0.5, convention: 'torch' }),
  rmsprop_centered: () => rmsprop({ learningRate: 0.02, epsilon: 1e-4, centered: true, convention: 'torch' }),
  rmsprop_tf: () => rmsprop({ learningRate: 0.02, epsilon: 1e-3, momentum: 0.5 }),
  adam_keras: () => adam({ learningRate: 0.05, epsilon: 0.01 }),
  adagrad: () => adagrad({ learningRate: 0.1, epsilon: 1e-8, convention: 'torch' }),
  adagrad_tf: () => adagrad({ learningRate: 0.1, epsilon: 1e-3 }),
  adadelta: () => adadelta({ learningRate: 1, epsilon: 1e-6, convention: 'torch' }),
  adamax: () => adamax({ learningRate: 0.05, epsilon: 1e-7, convention: 'torch' }),
  adamax_keras: () => adamax({ learningRate: 0.05, epsilon: 1e-3 }),
  // The reference is PyTorch 1.13, see https://github.com/pytorch/pytorch/pull/92699.
  nadam: () => nadam({ learningRate: 0.05, epsilon: 1e-8, convention: 'torch', legacyTorch: true }),
  radam: () => radam({ learningRate: 0.05, epsilon: 1e-8, convention: 'torch' }),
  lion: () => lion({ learningRate: 0.02, weightDecay: 0.05 }),
};

/** The same rate as in the lr_drop cases, as a schedule. */
const dropAfterEight = (count: Tensor): Tensor => where(less(count, 8), 0.1, 0.01);

const scheduled: Record<string, () => Optimizer> = {
  momentum_lr_drop_torch: () => sgd({ learningRate: dropAfterEight, momentum: 0.9, convention: 'torch' }),
  momentum_lr_drop_keras: () => sgd({ learningRate: dropAfterEight, momentum: 0.9 }),
};

describeBackends('recipes', () => {
  /** Runs a case and returns the worst ratio of error to tolerance. */
  function expectCase(name: string, optimizer: Optimizer, setsRate: boolean): number {
    const fixture = cases.find((candidate) => candidate.name === name);
    const steps = fixture?.steps ?? 0;
    expect(steps).toBe(20);
    const rates = setsRate ? fixture?.config.lr_schedule : undefined;
    const recorded = runCase(optimizer, { inputs: {}, steps }, problem, { rates });
    const kind = name.startsWith('a') ? 'adam' : 'default';
    const ratios = ['loss', 'W', 'b'].map((output) =>
      expectWithinTolerance(recorded[output] ?? [], fixture?.outputs[output], { kind }),
    );
    return Math.max(...ratios);
  }

  it('leave no case of the reference out', () => {
    expect(Object.keys(recipes).sort()).toEqual(cases.map(({ name }) => name).sort());
  });

  it.each(Object.keys(recipes))('agrees with the reference: %s', (name) => {
    expect(expectCase(name, (recipes[name] as () => Optimizer)(), true)).toBeLessThanOrEqual(1);
  });

  it.each(Object.keys(scheduled))('follows a schedule inside the step: %s', (name) => {
    expect(expectCase(name, (scheduled[name] as () => Optimizer)(), false)).toBeLessThanOrEqual(1);
  });

  it('follows the convention: a formula fails the fixture of the other', () => {
    expect(() =>
      expectCase('adam_keras', adam({ learningRate: 0.05, epsilon: 0.01, convention: 'torch' }), false),
    ).toThrow(/tolerance/);
    expect(() => expectCase('adam_bigeps', adam({ learningRate: 0.05, epsilon: 0.01 }), false)).toThrow(/tolerance/);
    expect(() => expectCase('momentum_lr_drop_torch', sgd({ learningRate: 0.1, momentum: 0.9 }), true)).toThrow(
      /tolerance/,
    );
    expect(() => expectCase('adam_l2', adam({ learningRate: 0.05, weightDecay: 0.02 }), false)).toThrow(/tolerance/);
  });
});

describeBackends('the state', () => {
  it('has readable, stable paths', () => {
    const pathsOf = (optimizer: Optimizer): string[] => {
      const { params, state } = startOf(optimizer, problem?.inputs ?? {});
      const paths = treeEntries(state).map(([path]) => path);
      for (const leaf of treeLeaves<Tensor>([params, state])) leaf.dispose();
      return paths;
    };
    expect(pathsOf(sgd())).toEqual(['learningRate']);
    const momentum = ['learningRate', 'momentum/trace/W', 'momentum/trace/b'];
    expect(pathsOf(sgd({ momentum: 0.9, weightDecay: 0.1, clipNorm: 1 }))).toEqual(momentum);
    expect(pathsOf(sgd({ momentum: 0.9, convention: 'torch' }))).toEqual(momentum);
    const moments = ['adam/count', 'adam/mu/W', 'adam/mu/b', 'adam/nu/W', 'adam/nu/b'];
    expect(pathsOf(adam())).toEqual(['learningRate', ...moments]);
    expect(pathsOf(adam({ amsgrad: true }))).toEqual(['learningRate', ...moments, 'adam/nuMax/W', 'adam/nuMax/b']);
    const schedule = cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
    expect(pathsOf(adamw({ learningRate: schedule }))).toEqual(['learningRate', 'count', ...moments]);
  });
});

describe('name and config', () => {
  it('tell every option, defaults filled in', () => {
    expect(sgd().name).toBe('sgd');
    expect(sgd().config).toEqual({
      learningRate: 0.01,
      momentum: 0,
      nesterov: false,
      weightDecay: 0,
      convention: 'keras',
    });
    expect(adam({ clipNorm: 1 }).config).toEqual({
      learningRate: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
      amsgrad: false,
      weightDecay: 0,
      convention: 'keras',
      clipNorm: 1,
    });
    expect(adamw().name).toBe('adamw');
    expect(adamw().config['weightDecay']).toBe(0.004);
  });

  it('are plain JSON: schedules by their config, other functions as custom', () => {
    const learningRate = cosineDecay({ initialLearningRate: 0.1, decaySteps: 100 });
    const { config } = adamw({ learningRate, mask: (path) => path === 'W' });
    expect(config['learningRate']).toEqual({
      name: 'cosineDecay',
      initialLearningRate: 0.1,
      decaySteps: 100,
      alpha: 0,
      warmupSteps: 0,
    });
    expect(config['mask']).toBe('custom');
    expect(adamw({ mask: { W: true, b: false } }).config['mask']).toEqual({ W: true, b: false });
    expect(sgd({ learningRate: dropAfterEight }).config['learningRate']).toBe('custom');
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });
});
