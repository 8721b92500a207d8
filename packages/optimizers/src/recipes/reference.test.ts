/** Recipes against PyTorch 2 and Optax, where Keras and PyTorch 1.13 have no reference. */
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  inverseTimeDecay,
  lamb,
  lars,
  nadam,
  type Optimizer,
  radam,
  rmsprop,
  sgd,
} from '../index.js';
import { runCase } from '../testing/fixture-runs.js';

const torch = await loadFixtures('optimizers', 'torch-more');
const optax = await loadFixtures('optimizers', 'optax');

const convention = 'torch';
/** PyTorch's lr_decay. */
const falling = (initialLearningRate: number, decayRate: number) =>
  inverseTimeDecay({ initialLearningRate, decaySteps: 1, decayRate });

const ofTorch: Readonly<Record<string, () => Optimizer>> = {
  Adagrad: () => adagrad({ learningRate: 0.1, initialAccumulatorValue: 0, epsilon: 1e-10, convention }),
  Adagrad_lr_decay: () =>
    adagrad({ learningRate: falling(0.2, 0.1), initialAccumulatorValue: 0, epsilon: 1e-10, convention }),
  Adagrad_weight_decay: () => adagrad({ learningRate: 0.1, epsilon: 1e-3, weightDecay: 0.1, convention }),
  Adagrad_lr_decay_weight_decay: () =>
    adagrad({
      learningRate: falling(0.2, 0.05),
      initialAccumulatorValue: 0,
      epsilon: 1e-10,
      weightDecay: 0.1,
      convention,
    }),
  Adadelta_weight_decay: () => adadelta({ learningRate: 1, epsilon: 1e-3, weightDecay: 0.1, convention }),
  Adamax_weight_decay: () => adamax({ learningRate: 0.05, weightDecay: 0.1, convention }),
  NAdam_weight_decay: () => nadam({ learningRate: 0.05, epsilon: 1e-8, weightDecay: 0.1, convention }),
  NAdam_decoupled_weight_decay: () =>
    nadam({ learningRate: 0.05, epsilon: 1e-8, weightDecay: 0.1, momentumDecay: 0.004 }),
  NAdam_momentum_decay: () =>
    nadam({ learningRate: 0.05, beta1: 0.8, beta2: 0.9, momentumDecay: 0.1, epsilon: 1e-3, convention }),
  NAdam_momentum_decay_1: () => nadam({ learningRate: 0.05 }),
  RAdam_weight_decay: () => radam({ learningRate: 0.05, weightDecay: 0.1, convention }),
  RAdam_decoupled_weight_decay: () => radam({ learningRate: 0.05, weightDecay: 0.1 }),
  RAdam_betas: () => radam({ learningRate: 0.05, beta1: 0.5, beta2: 0.9, epsilon: 0.01 }),
  RMSprop_weight_decay: () => rmsprop({ learningRate: 0.02, epsilon: 1e-6, weightDecay: 0.1, convention }),
  RMSprop_everything: () =>
    rmsprop({ learningRate: 0.01, epsilon: 1e-4, weightDecay: 0.1, momentum: 0.5, centered: true, convention }),
  Adam_amsgrad_weight_decay: () =>
    adam({ learningRate: 0.05, beta2: 0.5, epsilon: 1e-8, amsgrad: true, weightDecay: 0.1, convention }),
  AdamW_amsgrad: () =>
    adamw({ learningRate: 0.05, beta2: 0.5, epsilon: 1e-8, amsgrad: true, weightDecay: 0.1, convention }),
  SGD_clip_grad_value: () => sgd({ learningRate: 0.05, momentum: 0.9, clipValue: 0.1, convention }),
};

const ofOptax: Readonly<Record<string, () => Optimizer>> = {
  lars: () => lars({ learningRate: 20 }),
  lars_nesterov: () => lars({ learningRate: 20, nesterov: true }),
  lars_weight_decay: () => lars({ learningRate: 20, weightDecay: 0.1 }),
  lars_nesterov_weight_decay: () => lars({ learningRate: 20, nesterov: true, weightDecay: 0.1, momentum: 0.5 }),
  lars_trust_coefficient: () => lars({ learningRate: 0.1, trustCoefficient: 0.5, momentum: 0, epsilon: 0.1 }),
  lamb: () => lamb({ learningRate: 0.05, epsilon: 1e-6 }),
  lamb_weight_decay: () => lamb({ learningRate: 0.05, epsilon: 1e-6, weightDecay: 0.1, decoupled: false }),
  lamb_options: () =>
    lamb({ learningRate: 0.05, beta1: 0.5, beta2: 0.8, epsilon: 0.01, weightDecay: 0.5, decoupled: false }),
  radam: () => radam({ learningRate: 0.05 }),
};

/** Of PyTorch: Adafactor clamps the mean squares where Keras and the paper add to the squares. */
const elsewhere: Readonly<Record<string, string>> = {
  adan: "Optax's factor of the differences is not the paper's: see adan.test.ts",
  Adafactor: 'epsilon is a lower limit of the mean squares there',
  adafactor: 'another learning rate rule: no limit of 1 / √t',
  SGD_dampening: 'there is no dampening here',
  SGD_clip_grad_norm: 'an epsilon of 1e-6 beside the norm, and norms that are not Euclidean',
  SGD_averaged: 'in wrappers/reference.test.ts',
  LBFGS: 'in transforms/scale-by-lbfgs.test.ts',
  lbfgs: 'in transforms/scale-by-lbfgs.test.ts',
  Muon: 'another factor of the shape, and Adam for nothing',
  muon: 'moments with corrected bias, and another factor of the shape',
  lookahead: 'in wrappers/reference.test.ts',
  sam: 'in wrappers/reference.test.ts',
  schedule_free: 'weights of the average by the square of the rate, where Keras weighs steps alike',
  radam_nesterov: 'there is no Nesterov here',
  radam_options: 'the threshold is 5 here, as in the paper',
};

describeBackends('recipes', () => {
  it.each([
    ...Object.entries(ofTorch).map(([name, make]) => [name, make, torch] as const),
    ...Object.entries(ofOptax).map(([name, make]) => [name, make, optax] as const),
  ])('agree with the reference: %s', (name, make, { cases, problem }) => {
    const fixture = cases.find((candidate) => candidate.name === name) as FixtureCase;
    const recorded = runCase(make(), fixture, problem);
    const kind = /^(n|r)?ada/i.test(name) || name.startsWith('lamb') ? 'adam' : 'default';
    for (const output of ['loss', 'W', 'b'])
      expect(
        expectWithinTolerance(recorded[output] ?? [], fixture.outputs[output], { kind }),
        output,
      ).toBeLessThanOrEqual(1);
  });
});

it('leaves no case of the references out without a reason', () => {
  const names = [...torch.cases, ...optax.cases].map(({ name }) => name);
  const tried = new Set([...Object.keys(ofTorch), ...Object.keys(ofOptax)]);
  const reasons = Object.keys(elsewhere);
  const left = names.filter((name) => !tried.has(name));
  expect(left.filter((name) => !reasons.some((start) => name.startsWith(start)))).toEqual([]);
  expect(reasons.filter((start) => !left.some((name) => name.startsWith(start)))).toEqual([]);
});
