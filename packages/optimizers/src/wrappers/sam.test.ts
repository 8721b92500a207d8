/** Sharpness-aware minimization against loops of the papers' formulas. */
import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { mul, scalar, square, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { applyUpdates, type Evaluation, sam, type SamOptions, sgd, type TensorTree } from '../index.js';

const curvatures = [[1, 4], [9]];
type Params = { readonly a: Tensor; readonly b: Tensor };

/** Loss and gradients of Σ c p² / 2, at any parameters. */
function evaluate(tree: TensorTree): Evaluation {
  const { a, b } = tree as Params;
  const [ofA, ofB] = curvatures.map((row) => tensor(row)) as [Tensor, Tensor];
  const loss = mul(sum(mul(square(a), ofA)), 0.5);
  return { loss: mul(sum(mul(square(b), ofB)), loss), grads: { a: mul(a, ofA), b: mul(b, ofB) } };
}

/** The parameters after some steps of rate 0.1, in one row. */
function descend(options: SamOptions, steps: number): number[] {
  return tidy(() => {
    let params: Params = { a: tensor([2, -1]), b: tensor([0.5]) };
    const optimizer = sam(sgd({ learningRate: 0.1 }), options);
    let state = optimizer.init(params);
    for (let step = 0; step < steps; step++) {
      const { loss, grads } = evaluate(params);
      const next = optimizer.update(grads, state, params, { loss, evaluate });
      params = applyUpdates(params, next.updates) as Params;
      state = next.state;
    }
    return [...params.a.dataSync(), ...params.b.dataSync()];
  });
}

/** The same in float64, with p ← p - 0.1 c (p + ε). */
function descendInFloat64({ rho = 0.05, adaptive = false }: SamOptions, steps: number): number[] {
  const c = curvatures.flat();
  let p = [2, -1, 0.5];
  for (let step = 0; step < steps; step++) {
    const g = p.map((value, index) => (c[index] as number) * value);
    const t = p.map((value) => (adaptive ? Math.abs(value) : 1));
    const norm = Math.hypot(...g.map((value, index) => (t[index] as number) * value));
    const worst = p.map((value, index) => value + (rho * (t[index] as number) ** 2 * (g[index] as number)) / norm);
    p = p.map((value, index) => value - 0.1 * (c[index] as number) * (worst[index] as number));
  }
  return p;
}

describeBackends('sam', () => {
  it.each<SamOptions>([{}, { rho: 0.3 }, { rho: 0.5, adaptive: true }, { adaptive: true }])(
    'steps by the gradient of the worst point nearby: %j',
    (options) => {
      const values = Float64Array.from(descendInFloat64(options, 6));
      expectWithinTolerance(descend(options, 6), { shape: [3], dtype: 'float64', values });
    },
  );

  it('evaluates once in an update, and stays where the gradient is zero', () => {
    tidy(() => {
      const optimizer = sam(sgd({ learningRate: 0.1 }));
      const params = { a: tensor([0, 0]), b: tensor([0]) };
      const seen: TensorTree[] = [];
      const { updates } = optimizer.update(params, optimizer.init(params), params, {
        loss: scalar(0),
        evaluate: (elsewhere) => {
          seen.push(elsewhere);
          return evaluate(elsewhere);
        },
      });
      expect(seen.length).toBe(1);
      const { a, b } = updates as Params;
      expect([...a.dataSync(), ...b.dataSync()].map(Math.abs)).toEqual([0, 0, 0]);
    });
  });

  it('asks for a way to evaluate the loss', () => {
    tidy(() => {
      const params = tensor([1]);
      const optimizer = sam(sgd());
      expect(() => optimizer.update(params, optimizer.init(params), params)).toThrow(/evaluate[^]*\[UPDATE_CONTEXT\]$/);
    });
  });
});
