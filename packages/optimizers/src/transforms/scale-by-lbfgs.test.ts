/** L-BFGS against Optax and PyTorch, and on functions whose minimum is known. */
import { treeEntries } from '@isograd/core';
import { describeBackends, expectWithinTolerance, loadFixtures } from '@isograd/testing';
import { add, mul, neg, square, sub, sum, type Tensor, tensor, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { applyUpdates, type Evaluation, lbfgs, type Optimizer, type TensorTree } from '../index.js';
import { recordRegression } from '../testing/regression.js';

const optax = (await loadFixtures('optimizers', 'optax')).cases;
const torch = (await loadFixtures('optimizers', 'torch-more')).cases;

/** A scalar function of a vector. */
type Objective = (x: Tensor) => Tensor;

/** The point after each update, and the loss there. */
function minimize(f: Objective, start: readonly number[], optimizer: Optimizer, steps: number): number[][] {
  const evaluate = (x: TensorTree): Evaluation => {
    const { value, grad } = valueAndGrad(f as never)(x as Tensor);
    return { loss: value, grads: grad };
  };
  return tidy(() => {
    let x: Tensor = tensor([...start]);
    let state = optimizer.init(x);
    return Array.from({ length: steps }, () => {
      const { loss, grads } = evaluate(x);
      const next = optimizer.update(grads, state, x, { loss, evaluate });
      x = applyUpdates(x, next.updates) as Tensor;
      state = next.state;
      return [...x.dataSync(), f(x).dataSync()[0] as number];
    });
  });
}

/** (1 - x)² + 100 (y - x²)², with its minimum at (1, 1). */
const rosenbrock: Objective = (point) =>
  tidy(() => {
    const [x, y] = [sum(mul(point, tensor([1, 0]))), sum(mul(point, tensor([0, 1])))];
    return add(square(sub(1, x)), mul(square(sub(y, square(x))), 100));
  });

describeBackends('lbfgs', () => {
  it.each([
    ['Optax', 'lbfgs', lbfgs({ learningRate: 0.5, memorySize: 5, lineSearchSteps: 0 }), optax],
    ['Optax', 'lbfgs_memory', lbfgs({ learningRate: 0.25, memorySize: 2, lineSearchSteps: 0 }), optax],
    ['PyTorch', 'LBFGS', lbfgs({ learningRate: 0.5, memorySize: 5, lineSearchSteps: 0, convention: 'torch' }), torch],
    [
      'PyTorch',
      'LBFGS_history_2',
      lbfgs({ learningRate: 0.25, memorySize: 2, lineSearchSteps: 0, convention: 'torch' }),
      torch,
    ],
  ] as const)('without a search steps as %s does: %s', (_reference, name, optimizer, cases) => {
    const { steps = 0, outputs = {} } = cases.find((candidate) => candidate.name === name) ?? {};
    expect(steps).toBe(8);
    const { loss, W, b } = recordRegression(optimizer, steps);
    expectWithinTolerance(loss, outputs['loss']);
    expectWithinTolerance(W, outputs['W']);
    expectWithinTolerance(b, outputs['b']);
  });

  it.each([
    ['Optax', 'lbfgs_line_search', optax],
    ['PyTorch', 'LBFGS_strong_wolfe', torch],
  ] as const)('with a search ends where %s does: %s', (_reference, name, cases) => {
    const outputs = cases.find((candidate) => candidate.name === name)?.outputs ?? {};
    const { loss, W, b } = recordRegression(lbfgs({ memorySize: 5 }), 21);
    expectWithinTolerance(loss.slice(-1), outputs['final_loss']);
    expectWithinTolerance(W.slice(-12), outputs['final_W']);
    expectWithinTolerance(b.slice(-3), outputs['final_b']);
  });

  it.each([1, 3, 8])(
    'finds the minimum of Rosenbrock’s function with %i evaluations in an update',
    (lineSearchSteps) => {
      const path = minimize(rosenbrock, [-1.2, 1], lbfgs({ lineSearchSteps }), 60);
      const losses = path.map(([, , loss]) => loss as number);
      losses.slice(1).forEach((loss, step) => expect(loss).toBeLessThanOrEqual(losses[step] as number));
      const [x = Number.NaN, y = Number.NaN] = path.at(-1) ?? [];
      expect(Math.abs(x - 1)).toBeLessThan(1e-4);
      expect(Math.abs(y - 1)).toBeLessThan(1e-4);
    },
  );

  it('solves a quadratic of four variables in a few updates', () => {
    const curvatures = [1, 4, 25, 100];
    const quadratic: Objective = (x) => sum(mul(square(sub(x, 3)), tensor(curvatures)));
    const path = minimize(quadratic, [0, 1, 2, 5], lbfgs(), 15);
    for (const x of (path.at(-1) as number[]).slice(0, 4)) expect(Math.abs(x - 3)).toBeLessThan(1e-5);
  });

  it('remembers no pair without positive curvature', () => {
    // -x² is concave: along every step s · y < 0.
    const path = minimize((x) => neg(sum(square(x))), [1, 2], lbfgs({ lineSearchSteps: 0, learningRate: 0.1 }), 3);
    // Steps of length 0.1 straight away from the maximum, scaled by min(1, 1 / ‖g‖) as the first one is.
    const norm = Math.sqrt(5);
    const values = Float64Array.from(
      path.flatMap((_, step) => [1, 2].map((start) => (start * (norm + 0.1 * (step + 1))) / norm)),
    );
    expectWithinTolerance(
      path.flatMap((row) => row.slice(0, 2)),
      { shape: [3, 2], dtype: 'float64', values },
    );
  });

  it('names its state', () => {
    const pathsOf = (optimizer: Optimizer): string[] =>
      tidy(() =>
        treeEntries<Tensor>(optimizer.init({ w: tensor([1, 2]) })).map(([path, { shape }]) => `${path} [${shape}]`),
      );
    const direct = ['lbfgs/params/w [2]', 'lbfgs/grads/w [2]', 'lbfgs/s/w [7,2]', 'lbfgs/y/w [7,2]', 'lbfgs/rho [7]'];
    expect(pathsOf(lbfgs({ memorySize: 7, lineSearchSteps: 0 }))).toEqual(['learningRate []', ...direct]);
    expect(pathsOf(lbfgs({ memorySize: 7 }))).toEqual([
      'learningRate []',
      'search/stepSize []',
      'search/trial []',
      ...direct.map((path) => `search/direction/${path}`),
    ]);
  });
});
