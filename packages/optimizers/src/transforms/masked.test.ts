/** Parts that see some parameters only. */
import { treeEntries } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { add, mul, scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  type Evaluation,
  freeze,
  type GradientTransformation,
  lineSearch,
  masked,
  type ParameterMask,
  scale,
  scaleByAdam,
  type TensorTree,
  trace,
} from '../index.js';

/** A tree with an array, some of whose elements are chosen. */
const makeParams = () => ({
  blocks: [{ kernel: tensor([1, 2]), bias: tensor([3]) }, { kernel: tensor([4]) }, { bias: tensor([5]) }],
  head: tensor([6]),
});

const valuesOf = (tree: TensorTree): Record<string, number[]> =>
  Object.fromEntries(treeEntries<Tensor>(tree).map(([path, leaf]) => [path, Array.from(leaf.dataSync())]));

const isKernel = (path: string): boolean => path.endsWith('kernel');

const kernels: ParameterMask = {
  blocks: [{ kernel: true, bias: false }, { kernel: true }, { bias: false }],
  head: false,
};

describeBackends('masked', () => {
  it.each<[string, ParameterMask]>([
    ['a predicate', isKernel],
    ['a tree', kernels],
  ])('applies a part to what %s chooses, and lets the rest pass', (_what, mask) => {
    tidy(() => {
      const params = makeParams();
      const part = masked(scale(10), mask);
      const { updates } = part.update(params, part.init(params), params);
      expect(valuesOf(updates)).toEqual({
        'blocks/0/kernel': [10, 20],
        'blocks/0/bias': [3],
        'blocks/1/kernel': [40],
        'blocks/2/bias': [5],
        head: [6],
      });
    });
  });

  it('has slots for the chosen parameters alone, under their own paths', () => {
    tidy(() => {
      const params = makeParams();
      const part = masked(trace({ decay: 0.5 }), isKernel);
      const first = part.update(params, part.init(params), params);
      expect(valuesOf(first.state)).toEqual({ 'trace/blocks/0/kernel': [1, 2], 'trace/blocks/1/kernel': [4] });
      const second = part.update(params, first.state, params);
      expect(valuesOf(second.updates)['blocks/0/kernel']).toEqual([1.5, 3]);
      expect(valuesOf(second.updates)['blocks/0/bias']).toEqual([3]);
      const adam = masked(scaleByAdam({ epsilon: 1e-8 }), (path) => path === 'head');
      expect(Object.keys(valuesOf(adam.init(params)))).toEqual(['count', 'mu/head', 'nu/head']);
    });
  });

  it('chooses all, none, or a tensor that is the whole tree', () => {
    tidy(() => {
      const params = makeParams();
      const all = masked(scale(2), () => true);
      expect(valuesOf(all.update(params, all.init(params), params).updates)['blocks/1/kernel']).toEqual([8]);
      const none = masked(trace({ decay: 0.5 }), () => false);
      expect(valuesOf(none.init(params))).toEqual({});
      expect(valuesOf(none.update(params, none.init(params), params).updates)).toEqual(valuesOf(params));
      const whole = masked(scale(2), true);
      const { updates } = whole.update(tensor([3]), whole.init(tensor([3])), tensor([3]));
      expect(Array.from((updates as Tensor).dataSync())).toEqual([6]);
    });
  });

  it('holds the others still where the part evaluates the loss', () => {
    tidy(() => {
      const params = { a: tensor([1]), b: tensor([10]) };
      const seen: Record<string, number[]>[] = [];
      const evaluate = (elsewhere: TensorTree): Evaluation => {
        seen.push(valuesOf(elsewhere));
        const { a, b } = elsewhere as typeof params;
        return { loss: sum(add(mul(a, a), b)), grads: { a: mul(a, 2), b: tensor([1]) } };
      };
      const part = masked(lineSearch(scale(-0.5), { steps: 1 }), (path) => path === 'a');
      const grads = { a: tensor([2]), b: tensor([1]) };
      const { updates } = part.update(grads, part.init(params), params, { loss: scalar(11), evaluate });
      expect(seen).toEqual([{ a: [0], b: [10] }]);
      expect(valuesOf(updates)).toEqual({ a: [-1], b: [1] });
    });
  });

  it('refuses gradients and masks that do not fit, and masks that are none', () => {
    tidy(() => {
      const params = { a: tensor([1]), b: tensor([2]) };
      const part = masked(scale(2), { a: true, b: false });
      expect(() => part.init({ a: tensor([1]) })).toThrow(/TREE_STRUCTURE/);
      expect(() => part.update({ a: tensor([1]) }, part.init(params), params)).toThrow(/TREE_STRUCTURE/);
      expect(() => part.update({ a: tensor([1, 2]), b: tensor([2]) }, {}, params)).toThrow(/a[^]*OPTIMIZER_SHAPE/);
    });
    for (const wrong of ['kernel', 1, null, { a: 'yes' }, [true, 1]]) {
      for (const make of [masked.bind(undefined, scale(2)), freeze]) {
        expect(() => (make as (mask: unknown) => GradientTransformation)(wrong)).toThrow(/\[OPTIMIZER_OPTION\]$/);
      }
    }
  });
});

describeBackends('freeze', () => {
  it('makes the updates of the chosen exactly 0, NaN included', () => {
    tidy(() => {
      const params = { a: tensor([1, 2]), b: tensor([3]) };
      const part = freeze((path) => path === 'a');
      const { updates } = part.update({ a: tensor([Number.NaN, 4]), b: tensor([5]) }, part.init(params), params);
      expect(valuesOf(updates)).toEqual({ a: [0, 0], b: [5] });
      expect(() => freeze({ a: true }).init(params)).toThrow(/TREE_STRUCTURE/);
    });
  });
});
