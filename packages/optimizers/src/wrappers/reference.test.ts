/** Wrappers against Keras, Optax and PyTorch. */
import {
  type DecodedTensor,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  loadFixtures,
  type ToleranceKind,
} from '@isograd/testing';
import { less, type Tensor, where } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  accumulateGradients,
  adam,
  adamw,
  applyIfFinite,
  cosineDecay,
  exponentialMovingAverage,
  lookahead,
  lossScaling,
  multiOptimizer,
  type Optimizer,
  rmsprop,
  sam,
  sgd,
  stochasticWeightAveraging,
  type TensorTree,
} from '../index.js';
import { runCase, type Training } from '../testing/fixture-runs.js';
import { updatesOf } from '../testing/given-updates.js';
import { recordRegression } from '../testing/regression.js';

const keras = (await loadFixtures('optimizers', 'keras')).cases;
const optax = (await loadFixtures('optimizers', 'optax')).cases;
const transformations = (await loadFixtures('transformations', 'optax')).cases;
const torch = (await loadFixtures('optimizers', 'torch-more')).cases;

/** Optax's momentum and epsilon are those of PyTorch. */
const optaxMomentum = (): Optimizer => sgd({ learningRate: 0.05, momentum: 0.9, convention: 'torch' });
const optaxAdam = (): Optimizer => adam({ learningRate: 0.05, epsilon: 1e-8, convention: 'torch' });

/** Keras's schedule counts small batches, of which three make an update: 0.1 to the fifth, 0.05 to the tenth, 0.01. */
const dropping = (count: Tensor): Tensor => where(less(count, 1), 0.1, where(less(count, 3), 0.05, 0.01));

interface Run {
  readonly make: () => Optimizer;
  readonly kind?: ToleranceKind;
  /** Steps before which the averages of the reference mean something else. */
  readonly averagesFrom?: number;
}

const regressions: readonly (readonly [cases: readonly FixtureCase[], runs: Readonly<Record<string, Run>>])[] = [
  [
    optax,
    {
      lookahead_sgd: { make: () => lookahead(sgd({ learningRate: 0.1 }), { syncPeriod: 5 }) },
      lookahead_momentum: { make: () => lookahead(optaxMomentum(), { syncPeriod: 4, slowStepSize: 0.8 }) },
      lookahead_adam: { make: () => lookahead(optaxAdam(), { syncPeriod: 5 }), kind: 'adam' },
      sam_sgd: { make: () => sam(sgd({ learningRate: 0.1 })) },
      sam_momentum: { make: () => sam(optaxMomentum(), { rho: 0.5 }) },
      sam_adam: { make: () => sam(optaxAdam(), { rho: 0.2 }), kind: 'adam' },
    },
  ],
  [
    keras,
    {
      SGD_ema: { make: () => exponentialMovingAverage(sgd({ learningRate: 0.1 })) },
      SGD_ema_momentum: { make: () => exponentialMovingAverage(sgd({ learningRate: 0.1 }), { momentum: 0.5 }) },
      SGD_ema_overwrite: {
        make: () => exponentialMovingAverage(sgd({ learningRate: 0.1 }), { momentum: 0.8, overwriteFrequency: 4 }),
      },
      AdamW_ema: { make: () => exponentialMovingAverage(adamw({ learningRate: 0.05 })), kind: 'adam' },
      AdamW_ema_momentum: {
        make: () => exponentialMovingAverage(adamw({ learningRate: 0.05 }), { momentum: 0.5 }),
        kind: 'adam',
      },
      AdamW_ema_overwrite: {
        make: () => exponentialMovingAverage(adamw({ learningRate: 0.05 }), { momentum: 0.8, overwriteFrequency: 4 }),
        kind: 'adam',
      },
      SGD_accumulation: { make: () => accumulateGradients(sgd({ learningRate: 0.1 }), { steps: 3 }) },
      SGD_momentum_accumulation: {
        make: () => accumulateGradients(sgd({ learningRate: 0.1, momentum: 0.9 }), { steps: 3 }),
      },
      SGD_schedule_accumulation: {
        make: () => accumulateGradients(sgd({ learningRate: dropping }), { steps: 3 }),
      },
      Adam_accumulation: { make: () => accumulateGradients(adam({ learningRate: 0.05 }), { steps: 3 }), kind: 'adam' },
      LossScaleOptimizer: { make: () => lossScaling(sgd({ learningRate: 0.1 })) },
      LossScaleOptimizer_growth: {
        make: () => lossScaling(adam({ learningRate: 0.05 }), { initialScale: 2, dynamicGrowthSteps: 4 }),
        kind: 'adam',
      },
      MultiOptimizer: {
        make: () =>
          multiOptimizer({
            default: sgd({ learningRate: 0.1, momentum: 0.9 }),
            groups: { weights: { params: ['W'], optimizer: adam({ learningRate: 0.05 }) } },
          }),
        kind: 'adam',
      },
      MultiOptimizer_patterns: {
        make: () =>
          multiOptimizer({
            default: adam({ learningRate: 0.05 }),
            groups: {
              small: {
                params: (path) => /^[b-z]$/.test(path),
                optimizer: rmsprop({ learningRate: 0.02, weightDecay: 0.1 }),
              },
            },
          }),
        kind: 'adam',
      },
      MultiOptimizer_schedule: {
        make: () =>
          multiOptimizer({
            default: sgd({ learningRate: 0.1, clipNorm: 0.1 }),
            groups: {
              bias: {
                params: ['b'],
                optimizer: sgd({ learningRate: cosineDecay({ initialLearningRate: 0.2, decaySteps: 10 }) }),
              },
            },
          }),
      },
    },
  ],
  [
    torch,
    {
      SGD_averaged: { make: () => stochasticWeightAveraging(optaxMomentum(), { startStep: 6 }), averagesFrom: 5 },
      SGD_averaged_every_third: {
        make: () => stochasticWeightAveraging(optaxMomentum(), { startStep: 3, period: 3 }),
        averagesFrom: 2,
      },
      SGD_averaged_ema: { make: () => exponentialMovingAverage(optaxMomentum(), { momentum: 0.9 }) },
    },
  ],
];

describeBackends('wrappers', () => {
  it.each(
    regressions.flatMap(([cases, runs]) => Object.entries(runs).map(([name, run]) => [name, run, cases] as const)),
  )('train as the reference does: %s', (name, { make, kind = 'default', averagesFrom = 0 }, cases) => {
    const fixture = cases.find((candidate) => candidate.name === name);
    const steps = fixture?.steps ?? 0;
    expect(steps).toBe(20);
    const { outputs = {} } = fixture ?? {};
    const observe = 'scale' in outputs ? scaleOf : undefined;
    const { loss, W, b, evaluationW, evaluationB, observed } = recordRegression(make(), steps, observe);
    const compared: [string, readonly number[]][] = [
      ['loss', loss],
      ['W', W],
      ['b', b],
      ...(observe === undefined ? [] : [['scale', observed] as [string, number[]]]),
    ];
    for (const [output, got] of compared) expectWithinTolerance(got, outputs[output], { kind });
    for (const average of ['slow', 'ema', 'average']) {
      if (!(`W_${average}` in outputs)) continue;
      const from = (rows: readonly number[], width: number): readonly number[] => rows.slice(averagesFrom * width);
      expectWithinTolerance(from(evaluationW, 12), rowsFrom(outputs[`W_${average}`], averagesFrom), { kind });
      expectWithinTolerance(from(evaluationB, 3), rowsFrom(outputs[`b_${average}`], averagesFrom), { kind });
    }
  });

  it.each<[name: string, make: () => Optimizer, kind: ToleranceKind]>([
    [
      'Adam_given_accumulation',
      () => accumulateGradients(adam({ learningRate: 0.05, clipNorm: 0.5 }), { steps: 5 }),
      'adam',
    ],
    [
      'SGD_given_accumulation',
      () => accumulateGradients(sgd({ learningRate: 0.1, momentum: 0.9 }), { steps: 3 }),
      'default',
    ],
    ['LossScaleOptimizer_overflow', () => lossScaling(sgd({ learningRate: 0.1 }), { initialScale: 256 }), 'default'],
    [
      'LossScaleOptimizer_overflow_growth',
      () => lossScaling(adam({ learningRate: 0.05 }), { initialScale: 64, dynamicGrowthSteps: 2 }),
      'adam',
    ],
  ])('move as in Keras by given gradients: %s', (name, make, kind) => {
    const fixture = caseNamed(keras, name);
    const observe = (training: Training): { readonly [name: string]: Tensor } =>
      'scale' in fixture.outputs ? { scale: scaleOf(training.state) } : {};
    const recorded = runCase(make(), fixture, undefined, { observe });
    expect(Object.keys(recorded).sort()).toEqual(Object.keys(fixture.outputs).sort());
    for (const [output, got] of Object.entries(recorded)) {
      expectWithinTolerance(got, fixture.outputs[output], { kind });
    }
  });

  it.each<[name: string, make: () => Optimizer, kind: ToleranceKind]>([
    ['apply_if_finite_sgd', () => applyIfFinite(optaxMomentum(), { maxConsecutiveErrors: 5 }), 'default'],
    ['multi_steps_sgd', () => accumulateGradients(sgd({ learningRate: 0.1 }), { steps: 3 }), 'default'],
    ['multi_steps_adam', () => accumulateGradients(optaxAdam(), { steps: 4 }), 'adam'],
    [
      'multi_steps_skip',
      () => applyIfFinite(accumulateGradients(optaxAdam(), { steps: 3 }), { maxConsecutiveErrors: 9 }),
      'adam',
    ],
  ])('make of given gradients what Optax does: %s', (name, make, kind) => {
    const fixture = caseNamed(transformations, name);
    const updates = updatesOf(make(), fixture);
    expectWithinTolerance(updates['W'] ?? [], fixture.outputs['updates_W'], { kind });
    expectWithinTolerance(updates['b'] ?? [], fixture.outputs['updates_b'], { kind });
  });
});

const scaleOf = (state: TensorTree): Tensor => (state as { scale: Tensor }).scale;

function caseNamed(cases: readonly FixtureCase[], name: string): FixtureCase {
  const fixture = cases.find((candidate) => candidate.name === name);
  if (fixture === undefined) throw new Error(`there is no case ${name}`);
  return fixture;
}

/** The rows of a tensor from one on. */
function rowsFrom(tensor: DecodedTensor | undefined, row: number): DecodedTensor | undefined {
  if (tensor === undefined) return undefined;
  const [rows = 0, ...rest] = tensor.shape;
  const values = tensor.values.slice(row * (tensor.values.length / rows));
  return { ...tensor, shape: [rows - row, ...rest], values };
}
