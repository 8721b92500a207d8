/** The line search on functions of one variable, whose Wolfe points are known. */
import { describeBackends } from '@isograd/testing';
import { add, cos, mul, neg, scalar, sqrt, square, sub, type Tensor, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  type Evaluation,
  lineSearch,
  type LineSearchOptions,
  type LineSearchState,
  scale,
  type TensorTree,
} from '../index.js';

type Objective = (x: Tensor) => Tensor;

/** Steps of gradient descent with a search: the points tried, the point and the first trial after each. */
function descend(f: Objective, start: number, options: LineSearchOptions, updates = 1): [number[], number, number][] {
  const gradient = valueAndGrad(f as never);
  const part = lineSearch(scale(-1), options);
  const seen: [number[], number, number][] = [];
  tidy(() => {
    let x: Tensor = scalar(start);
    let state: LineSearchState = part.init(x);
    for (let update = 0; update < updates; update++) {
      const tried: number[] = [];
      const evaluate = (elsewhere: TensorTree): Evaluation => {
        tried.push((elsewhere as Tensor).dataSync()[0] as number);
        const { value, grad } = gradient(elsewhere as Tensor);
        return { loss: value, grads: grad };
      };
      const { value: loss, grad } = gradient(x);
      const next = part.update(grad, state, x, { loss, evaluate });
      x = add(x, next.updates as Tensor);
      state = next.state;
      seen.push([tried, x.dataSync()[0] as number, state.trial.dataSync()[0] as number]);
    }
  });
  return seen;
}

const half: Objective = (x) => mul(square(x), 0.5);

describeBackends('lineSearch', () => {
  it('takes a first step that is good, and evaluates as often as ever', () => {
    expect(descend(half, 1, { steps: 3 })).toEqual([[[0, 0, 0], 0, 1]]);
  });

  it('doubles a step while the slope is steep, and halves the bracket when the loss is too high', () => {
    // φ(t) = (8 - t)² / 16: with c₂ = 0.2 the slope is flat enough from t = 6.4 on.
    const wide: Objective = (x) => mul(square(x), 1 / 16);
    const [tried, x] = descend(wide, 8, { steps: 6, curvature: 0.2 })[0] ?? [];
    expect(tried).toEqual([7, 6, 4, 0, 0, 0]);
    expect(x).toBe(0);
    // f = 8 x²: the first step goes from 1 to -15; a halving is -7, -3, -1, 0.
    const [halved, end] = descend((x_) => mul(square(x_), 8), 1, { steps: 6 })[0] ?? [];
    expect(halved).toEqual([-15, -7, -3, -1, 0, 0]);
    expect(end).toBe(0);
  });

  it('goes on in the next update where it ended without a step', () => {
    const steep: Objective = (x) => mul(square(x), 8);
    const path = descend(steep, 1, { steps: 2 }, 3);
    expect(path.map(([tried]) => tried)).toEqual([
      [-15, -7],
      [-3, -1],
      [0, 0],
    ]);
    expect(path.map(([, x]) => x)).toEqual([1, 1, 0]);
    expect(path.map(([, , trial]) => trial)).toEqual([0.25, 0.0625, 1]);
  });

  it('takes the longest step that is low enough when none is flat enough', () => {
    // A straight line is as steep everywhere.
    const line: Objective = (x) => mul(x, -2);
    expect(descend(line, 0, { steps: 3 })[0]).toEqual([[2, 4, 8], 8, 1]);
  });

  it('turns back from where the loss is not a number', () => {
    // √(1 + x) ends at -1, and the first step from 0 would go to -3.
    const edge: Objective = (x) => mul(sqrt(add(x, 1)), 6);
    const [tried, x] = descend(edge, 0, { steps: 4 })[0] ?? [];
    expect(tried?.slice(0, 3)).toEqual([-3, -1.5, -0.75]);
    expect(x).toBe(-0.75);
  });

  it('never goes uphill', () => {
    const wavy: Objective = (x) => add(mul(square(x), 0.01), neg(cos(mul(x, 3))));
    const path = descend(wavy, 5, { steps: 4 }, 12);
    const height = (x: number): number => 0.01 * x * x - Math.cos(3 * x);
    const heights = [5, ...path.map(([, x]) => x)].map(height);
    heights.slice(1).forEach((next, step) => expect(next).toBeLessThanOrEqual((heights[step] as number) + 1e-6));
    expect(heights.at(-1)).toBeLessThan(heights[0] as number);
  });

  it('asks for the loss and for a way to evaluate it', () => {
    tidy(() => {
      const x = scalar(1);
      const part = lineSearch(scale(-1), { steps: 2 });
      const state = part.init(x);
      expect(() => part.update(x, state, x)).toThrow(/context\.loss[^]*\[UPDATE_CONTEXT\]$/);
      expect(() => part.update(x, state, x, { loss: sub(x, 1) })).toThrow(/context\.evaluate[^]*\[UPDATE_CONTEXT\]$/);
    });
  });
});
