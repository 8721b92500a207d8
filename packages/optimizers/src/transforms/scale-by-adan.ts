/** Adan's scaling: Nesterov's look ahead, estimated from the difference of two gradients. */
import { add, div, equal, mul, sqrt, square, sub, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkNonNegative, checkPositive } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { averageWeight, movingAverage } from '../moving-average.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByAdan` averages. The decays are 1 - β of the paper, as in its authors' code. */
export interface ScaleByAdanOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.98. */
  readonly beta1?: number;
  /** Decay of the mean difference, in [0, 1). Default: 0.92. */
  readonly beta2?: number;
  /** Decay of the mean square, in [0, 1). Default: 0.99. */
  readonly beta3?: number;
  /** Added to the root, above 0. No default: the paper and Optax take 1e-8. */
  readonly epsilon: number;
  /** Added under the root, at least 0. Default: 0; Optax's `adan` takes 1e-8. */
  readonly epsilonRoot?: number;
}

/** The state of `scaleByAdan`. */
export type AdanState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** Mean of the gradients. */
  readonly mu: TensorTree;
  /** Mean of their differences. */
  readonly delta: TensorTree;
  /** Mean of the squares of what lies ahead. */
  readonly nu: TensorTree;
  /** The gradient before. */
  readonly previous: TensorTree;
};

/**
 * Adan's direction: with the difference d = g - g' to the gradient before (0 at first),
 *
 * μ ← β1 μ + (1 - β1) g, δ ← β2 δ + (1 - β2) d, ν ← β3 ν + (1 - β3) (g + β2 d)²,
 *
 * each divided by its 1 - β^t, and the update is (μ̂ + β2 δ̂) / (√(ν̂ + ε') + ε).
 *
 * The paper writes β where we write 1 - β, and 1 - β2 is the factor of its differences. Optax has taken that factor over
 * without the change of notation: its differences weigh 0.08, where those of the paper and of its authors' code weigh
 * 0.92.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Xie et al.: "Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models" (TPAMI 2024)
 */
export function scaleByAdan(options: ScaleByAdanOptions): GradientTransformation<AdanState> {
  const { beta1 = 0.98, beta2 = 0.92, beta3 = 0.99, epsilon, epsilonRoot = 0 } = options;
  checkDecayRate('scaleByAdan', 'beta1', beta1);
  checkDecayRate('scaleByAdan', 'beta2', beta2);
  checkDecayRate('scaleByAdan', 'beta3', beta3);
  checkPositive('scaleByAdan', 'epsilon', epsilon);
  checkNonNegative('scaleByAdan', 'epsilonRoot', epsilonRoot);
  return {
    init: (params) => ({
      count: zeroCount(),
      mu: treeZeros(params),
      delta: treeZeros(params),
      nu: treeZeros(params),
      previous: treeZeros(params),
    }),
    update: (grads, state) => {
      const isFirst = equal(state.count, 0);
      const count = nextCount(state.count);
      const differences = mapTensors('scaleByAdan', ([before, g]) => where(isFirst, zerosLike(g), sub(g, before)), [
        state.previous,
        grads,
      ]);
      const mu = mapTensors('scaleByAdan', ([m, g]) => movingAverage(m, g, beta1), [state.mu, grads]);
      const delta = mapTensors('scaleByAdan', ([v, d]) => movingAverage(v, d, beta2), [state.delta, differences]);
      const nu = mapTensors('scaleByAdan', ([n, g, d]) => movingAverage(n, square(add(g, mul(d, beta2))), beta3), [
        state.nu,
        grads,
        differences,
      ]);
      const ofMean = div(1, averageWeight(beta1, count));
      const ofDifference = div(beta2, averageWeight(beta2, count));
      const weight = averageWeight(beta3, count);
      const root = (n: Tensor): Tensor => {
        const mean = div(n, weight);
        return sqrt(epsilonRoot === 0 ? mean : add(mean, epsilonRoot));
      };
      const updates = mapTensors(
        'scaleByAdan',
        ([m, v, n]) => div(add(mul(m, ofMean), mul(v, ofDifference)), add(root(n), epsilon)),
        [mu, delta, nu],
      );
      return { updates, state: { count, mu, delta, nu, previous: grads } };
    },
  };
}
