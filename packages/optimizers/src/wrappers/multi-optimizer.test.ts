/** Groups of parameters: who trains what, and what is refused. */
import { treeEntries } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { add, mul, scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  adam,
  exponentialMovingAverage,
  lossScaling,
  multiOptimizer,
  type MultiOptimizerOptions,
  sam,
  setLearningRate,
  sgd,
  type TensorTree,
} from '../index.js';

const makeParams = () => ({
  encoder: { kernel: tensor([1]), bias: tensor([2]) },
  encoders: tensor([3]),
  head: tensor([4]),
});

const valuesOf = (tree: TensorTree): Record<string, number | undefined> =>
  Object.fromEntries(treeEntries<Tensor>(tree).map(([path, leaf]) => [path, leaf.dataSync()[0]]));

/** Rates that tell who made an update of a gradient of 1. */
const groups = {
  body: { params: ['encoder'], optimizer: sgd({ learningRate: 0.5 }) },
  biases: {
    params: (path: string) => path.endsWith('bias') || path === 'head',
    optimizer: sgd({ learningRate: 0.25 }),
  },
};

describeBackends('multiOptimizer', () => {
  it('gives a parameter to the first group that chooses it, by name, beginning of a path or predicate', () => {
    tidy(() => {
      const optimizer = multiOptimizer({ default: sgd({ learningRate: 0.125 }), groups });
      const params = makeParams();
      const ones = { encoder: { kernel: tensor([1]), bias: tensor([1]) }, encoders: tensor([1]), head: tensor([1]) };
      const { updates, state } = optimizer.update(ones, optimizer.init(params), params);
      expect(valuesOf(updates)).toEqual({
        'encoder/kernel': -0.5,
        'encoder/bias': -0.5,
        encoders: -0.125,
        head: -0.25,
      });
      expect(valuesOf(state)).toEqual({
        'body/learningRate': 0.5,
        'biases/learningRate': 0.25,
        'default/learningRate': 0.125,
      });
      expect(valuesOf(setLearningRate(state, 2))).toEqual({
        'body/learningRate': 2,
        'biases/learningRate': 2,
        'default/learningRate': 2,
      });
    });
  });

  it('has no state for a default optimizer without parameters, and needs no groups', () => {
    tidy(() => {
      const everything = multiOptimizer({ default: adam(), groups: { all: { params: () => true, optimizer: sgd() } } });
      expect(Object.keys(everything.init({ w: tensor([1]) }))).toEqual(['all']);
      const alone = multiOptimizer({ default: adam(), groups: {} });
      expect(Object.keys(alone.init({ w: tensor([1]) }))).toEqual(['default']);
      expect(() => alone.init({})).toThrow(/\[OPTIMIZER_PARAMS\]$/);
    });
  });

  it('holds the other groups still where one evaluates the loss', () => {
    tidy(() => {
      const params = { a: tensor([3]), b: tensor([5]) };
      const seen: Record<string, number | undefined>[] = [];
      const evaluate = (elsewhere: TensorTree) => {
        seen.push(valuesOf(elsewhere));
        const { a, b } = elsewhere as typeof params;
        return { loss: sum(add(mul(a, 2), b)), grads: { a: tensor([2]), b: tensor([1]) } };
      };
      const optimizer = multiOptimizer({
        default: sam(sgd({ learningRate: 1 }), { rho: 0.5 }),
        groups: { b: { params: ['b'], optimizer: sam(sgd({ learningRate: 1 }), { rho: 0.25 }) } },
      });
      const grads = { a: tensor([2]), b: tensor([1]) };
      const context = { loss: scalar(11), evaluate };
      const { updates } = optimizer.update(grads, optimizer.init(params), params, context);
      expect(seen).toEqual([
        { a: 3, b: 5.25 },
        { a: 3.5, b: 5 },
      ]);
      expect(valuesOf(updates)).toEqual({ a: -2, b: -1 });
    });
  });

  it('evaluates each group as its optimizer says', () => {
    tidy(() => {
      const average = exponentialMovingAverage(sgd({ learningRate: 1 }), { momentum: 0.5 });
      const optimizer = multiOptimizer({
        default: sgd({ learningRate: 1 }),
        groups: { b: { params: ['b'], optimizer: average } },
      });
      const [params, moved] = [
        { a: tensor([3]), b: tensor([5]) },
        { a: tensor([2]), b: tensor([4]) },
      ];
      const ones = { a: tensor([1]), b: tensor([1]) };
      const first = optimizer.update(ones, optimizer.init(params), params);
      const second = optimizer.update(ones, first.state, moved);
      const now = { a: tensor([1]), b: tensor([3]) };
      expect(valuesOf(optimizer.evaluationParams?.(now, second.state) ?? {})).toEqual({ a: 1, b: 3.5 });
      expect(multiOptimizer({ default: sgd(), groups: {} }).evaluationParams).toBeUndefined();
    });
  });

  it.each<[code: string, what: string, groups: unknown]>([
    ['OPTIMIZER_GROUP', '"heads"', { tail: { params: ['head', 'heads'], optimizer: sgd() } }],
    ['OPTIMIZER_GROUP', 'tail', { tail: { params: () => false, optimizer: sgd() } }],
    [
      'OPTIMIZER_GROUP',
      'again',
      { first: { params: ['head'], optimizer: sgd() }, again: { params: ['head'], optimizer: sgd() } },
    ],
  ])('refuses with %s, naming %s, a group that trains nothing', (code, name, wrong) => {
    tidy(() => {
      const optimizer = multiOptimizer({ default: sgd(), groups: wrong as MultiOptimizerOptions['groups'] });
      const init = () => optimizer.init(makeParams());
      expect(init).toThrow(expect.objectContaining({ code }));
      expect(init).toThrow(name);
    });
  });

  it('refuses the state of other groups', () => {
    tidy(() => {
      const params = makeParams();
      const optimizer = multiOptimizer({ default: sgd(), groups });
      expect(() => optimizer.update(params, {}, params)).toThrow(/body[^]*\[OPTIMIZER_STATE\]$/);
    });
  });
});

describe('multiOptimizer', () => {
  it.each<[code: string, groups: unknown]>([
    ['OPTIMIZER_OPTION', undefined],
    ['OPTIMIZER_OPTION', [1]],
    ['OPTIMIZER_OPTION', { default: { params: ['a'], optimizer: sgd() } }],
    ['OPTIMIZER_OPTION', { 'a/b': { params: ['a'], optimizer: sgd() } }],
    ['OPTIMIZER_OPTION', { a: null }],
    ['OPTIMIZER_OPTION', { a: { params: 'a', optimizer: sgd() } }],
    ['OPTIMIZER_OPTION', { a: { params: [], optimizer: sgd() } }],
    ['OPTIMIZER_OPTION', { a: { params: [''], optimizer: sgd() } }],
    ['OPTIMIZER_OPTION', { a: { params: [1], optimizer: sgd() } }],
    ['OPTIMIZER_GROUP_SCALE', { a: { params: ['a'], optimizer: lossScaling(sgd()) } }],
  ])('refuses groups that are none: %s', (code, wrong) => {
    const make = () => multiOptimizer({ default: sgd(), groups: wrong as MultiOptimizerOptions['groups'] });
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});
