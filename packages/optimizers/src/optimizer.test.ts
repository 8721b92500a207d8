import { treeEntries, treeLeaves } from '@isograd/core';
import { describeBackends, expectWithinTolerance, loadFixtures, toTensor } from '@isograd/testing';
import { add, less, matMul, mean, square, sub, type Tensor, valueAndGrads, where } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  applyUpdates,
  cosineDecay,
  type GradientTransformation,
  lion,
  nadam,
  type Optimizer,
  radam,
  rmsprop,
  setLearningRate,
  sgd,
  type TensorTree,
  tidyTree,
} from './index.js';

const { cases, problem } = await loadFixtures<{ lr_schedule?: number[] }>('optimizers');

type Params = { W: Tensor; b: Tensor };
type Training = { params: Params; state: TensorTree };

/** The regression problem of the fixtures. */
function regression(): { X: Tensor; Y: Tensor } {
  return { X: toTensor(problem?.inputs['X']), Y: toTensor(problem?.inputs['Y']) };
}

function start(optimizer: GradientTransformation): Training {
  const params = { W: toTensor(problem?.inputs['W0']), b: toTensor(problem?.inputs['b0']) };
  return { params, state: optimizer.init(params) };
}

/** One step; disposes what it replaces. */
function step(
  optimizer: GradientTransformation,
  before: Training,
  { X, Y }: { X: Tensor; Y: Tensor },
): Training & { loss: number } {
  const { loss, ...after } = tidyTree(() => {
    const { value, grads } = valueAndGrads((W: Tensor, b: Tensor) => mean(square(sub(add(matMul(X, W), b), Y))))([
      before.params.W,
      before.params.b,
    ]);
    const { updates, state } = optimizer.update(
      { W: grads[0] as Tensor, b: grads[1] as Tensor },
      before.state,
      before.params,
    );
    return { loss: value, params: applyUpdates(before.params, updates) as Params, state };
  });
  disposeReplaced(before, after);
  const value = loss.dataSync()[0] as number;
  loss.dispose();
  return { ...after, loss: value };
}

function disposeReplaced(before: TensorTree, after: TensorTree): void {
  const kept = new Set(treeLeaves(after));
  for (const leaf of treeLeaves(before)) if (!kept.has(leaf)) leaf.dispose();
}

function dispose(...trees: TensorTree[]): void {
  for (const leaf of treeLeaves(trees)) leaf.dispose();
}

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
    const data = regression();
    let training = start(optimizer);
    const got = { loss: [] as number[], W: [] as number[], b: [] as number[] };
    for (let t = 0; t < steps; t++) {
      const rate = fixture?.config.lr_schedule?.[t];
      if (setsRate && rate !== undefined) {
        const changed = { ...training, state: setLearningRate(training.state, rate) };
        disposeReplaced(training, changed);
        training = changed;
      }
      const { loss, ...next } = step(optimizer, training, data);
      training = next;
      got.loss.push(loss);
      got.W.push(...training.params.W.dataSync());
      got.b.push(...training.params.b.dataSync());
    }
    dispose(data, training);
    const kind = name.startsWith('a') ? 'adam' : 'default';
    return Math.max(
      expectWithinTolerance(got.loss, fixture?.outputs['loss'], { kind }),
      expectWithinTolerance(got.W, fixture?.outputs['W'], { kind }),
      expectWithinTolerance(got.b, fixture?.outputs['b'], { kind }),
    );
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
      const training = start(optimizer);
      const paths = treeEntries(training.state).map(([path]) => path);
      dispose(training);
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
