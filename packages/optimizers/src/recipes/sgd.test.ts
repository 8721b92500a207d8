import { type DecodedTensor, describeBackends, expectWithinTolerance } from '@isograd/testing';
import { less, mul, type Tensor, tensor, tidy, where } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { applyUpdates, type Convention, sgd, tidyTree } from '../index.js';

const learningRates = [0.5, 0.5, 0.125, 0.125];
const [momentum, weightDecay] = [0.9, 0.1];

/** The gradient of the loss w² of each weight w. */
const gradient = (w: number): number => 2 * w;

/** The formulas in the documentation of `sgd`, in float64. */
function reference(convention: Convention, nesterov: boolean): number[] {
  return [1, -3].flatMap((start) => {
    let [w, v] = [start, 0];
    return learningRates.map((lr) => {
      if (convention === 'keras') {
        const decayed = w - lr * weightDecay * w;
        const descent = lr * gradient(w);
        v = momentum * v - descent;
        w = decayed + (nesterov ? momentum * v - descent : v);
      } else {
        const g = gradient(w) + weightDecay * w;
        v = momentum * v + g;
        w -= lr * (nesterov ? momentum * v + g : v);
      }
      return w;
    });
  });
}

describeBackends('sgd', () => {
  it.each<[Convention, boolean]>([
    ['keras', false],
    ['keras', true],
    ['torch', false],
    ['torch', true],
  ])('joins momentum, weight decay and a falling rate: %s, nesterov %s', (convention, nesterov) => {
    const learningRate = (count: Tensor): Tensor => where(less(count, 2), 0.5, 0.125);
    const optimizer = sgd({ learningRate, momentum, nesterov, weightDecay, convention });
    const got: number[][] = tidy(() => {
      let params: Tensor = tensor([1, -3]);
      let state = optimizer.init(params);
      return learningRates.map(() => {
        const next = tidyTree(() => {
          const { updates, state: after } = optimizer.update(mul(params, 2), state, params);
          return { params: applyUpdates(params, updates) as Tensor, state: after };
        });
        ({ params, state } = next);
        return Array.from(params.dataSync());
      });
    });
    const values = Float64Array.from(reference(convention, nesterov));
    const expected: DecodedTensor = { shape: [2, 4], dtype: 'float64', values };
    const byWeight = [0, 1].flatMap((weight) => got.map((row) => row[weight] as number));
    expect(expectWithinTolerance(byWeight, expected)).toBeLessThanOrEqual(1);
  });
});
