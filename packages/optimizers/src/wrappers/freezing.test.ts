/** Optimizers that leave some parameters alone. */
import { treeEntries } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, exponentialMovingAverage, freezing, sgd } from '../index.js';
import { recordRegression } from '../testing/regression.js';

const isBias = (path: string): boolean => path === 'b';

describeBackends('freezing', () => {
  it('trains the others as if the frozen ones were not there', () => {
    tidy(() => {
      const optimizer = freezing(sgd({ learningRate: 1, globalClipNorm: 5 }), { mask: { a: false, b: true } });
      const params = { a: tensor([0, 0]), b: tensor([0]) };
      const grads = { a: tensor([6, 8]), b: tensor([Number.NaN]) };
      const { updates } = optimizer.update(grads, optimizer.init(params), params);
      const { a, b } = updates as typeof params;
      expect([Array.from(a.dataSync()), Array.from(b.dataSync())]).toEqual([[-3, -4], [0]]);
    });
  });

  it('keeps no slots for what is frozen', () => {
    tidy(() => {
      const state = freezing(adam(), { mask: isBias }).init({ W: tensor([1]), b: tensor([2]) });
      expect(treeEntries<Tensor>(state).map(([path]) => path)).toEqual([
        'optimizer/learningRate',
        'optimizer/adam/count',
        'optimizer/adam/mu/W',
        'optimizer/adam/nu/W',
      ]);
    });
  });

  it('evaluates the frozen parameters as they are, the others as the optimizer says', () => {
    const average = exponentialMovingAverage(sgd({ learningRate: 0.1 }), { momentum: 0.5 });
    const { W, b, evaluationW, evaluationB } = recordRegression(freezing(average, { mask: isBias }), 5);
    expect(evaluationB).toEqual(b);
    expect(new Set(b).size).toBe(3);
    expect(evaluationW.slice(-12)).not.toEqual(W.slice(-12));
  });

  it('refuses to train nothing, and masks that do not fit', () => {
    tidy(() => {
      const params = { a: tensor([0]) };
      expect(() => freezing(sgd(), { mask: () => true }).init(params)).toThrow(/\[OPTIMIZER_PARAMS\]$/);
      expect(() => freezing(sgd(), { mask: { b: true } }).init(params)).toThrow(/TREE_STRUCTURE/);
      expect(() => freezing(sgd(), { mask: 'a' as never })).toThrow(/mask[^]*\[OPTIMIZER_OPTION\]$/);
    });
  });
});
