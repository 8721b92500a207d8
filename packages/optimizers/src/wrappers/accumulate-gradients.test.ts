/** Accumulated gradients against one gradient of the whole. */
import { treeEntries } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { mean, square, sub, type Tensor, tensor, tidy, grads } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { applyUpdates } from '../apply-updates.js';
import { setLearningRate } from '../learning-rate.js';
import type { Optimizer } from '../optimizer.js';
import { accumulateGradients } from './accumulate-gradients.js';
import { adam } from '../recipes/adam.js';

/** The parameters after each step over batches of targets, for the loss mean((w - target)²). */
function train(optimizer: Optimizer, batches: readonly (readonly number[])[]): number[][] {
  return tidy(() => {
    let params: { w: Tensor } = { w: tensor([0.5]) };
    let state = optimizer.init(params);
    return batches.map((batch) => {
      const targets = tensor([...batch]);
      const [gradient] = grads((w: Tensor) => mean(square(sub(w, targets))))([params.w]);
      const next = optimizer.update({ w: gradient as Tensor }, state, params);
      params = applyUpdates(params, next.updates) as { w: Tensor };
      state = next.state;
      return Array.from(params.w.dataSync());
    });
  });
}

describeBackends('accumulateGradients', () => {
  it('does with k small batches what one of their size does', () => {
    const whole = train(adam({ learningRate: 0.1 }), [
      [1, 2, 3, 4],
      [5, 6, 7, 9],
    ]);
    const parts = train(accumulateGradients(adam({ learningRate: 0.1 }), { steps: 2 }), [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 9],
    ]);
    expect(parts[0]).toEqual([0.5]);
    expect(parts[2]).toEqual(parts[1]);
    expect(parts[1]?.[0]).toBeCloseTo(whole[0]?.[0] ?? Number.NaN, 6);
    expect(parts[3]?.[0]).toBeCloseTo(whole[1]?.[0] ?? Number.NaN, 6);
  });

  it('with one step is the optimizer itself', () => {
    const batches = [
      [1, 2],
      [3, 5],
    ];
    expect(train(accumulateGradients(adam(), { steps: 1 }), batches)).toEqual(train(adam(), batches));
  });

  it('keeps the count of the optimizer, names its state and finds its learning rate', () => {
    tidy(() => {
      const optimizer = accumulateGradients(adam({ learningRate: 0.1 }), { steps: 3 });
      const params = { w: tensor([1]) };
      const { state } = optimizer.update({ w: tensor([1]) }, optimizer.init(params), params);
      const values = Object.fromEntries(
        treeEntries<Tensor>(setLearningRate(state, 0.5)).map(([path, leaf]) => [path, leaf.dataSync()[0]]),
      );
      expect(values['microStep']).toBe(1);
      expect(values['optimizer/adam/count']).toBe(0);
      expect(values['optimizer/learningRate']).toBe(0.5);
      expect(values['gradients/w']).toBeCloseTo(1 / 3, 6);
    });
  });

  it('refuses a number of steps that is none', () => {
    expect(() => accumulateGradients(adam(), { steps: 0 })).toThrow(/\[OPTIMIZER_OPTION\]$/);
    expect(() => accumulateGradients(adam(), { steps: 1.5 })).toThrow(/\[OPTIMIZER_OPTION\]$/);
  });
});
