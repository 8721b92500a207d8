/** Adam's scaling: the mean of the gradients over the root of the mean of their squares. */
import { add, div, maximum, mul, sqrt, square, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkFlag, checkPositive } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { averageWeight, movingAverage } from '../moving-average.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByAdam` averages. */
export interface ScaleByAdamOptions {
  /** Decay of the mean, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean square, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root, above 0. No default: Keras takes 1e-7, PyTorch and Optax 1e-8. */
  readonly epsilon: number;
  /** Whether to divide by the largest mean square so far. Default: false. */
  readonly amsgrad?: boolean;
  /** Where epsilon stands. Default: `keras`. */
  readonly convention?: Convention;
}

/** The state of `scaleByAdam`. */
export type AdamState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** Mean of the gradients. */
  readonly mu: TensorTree;
  /** Mean of their squares. */
  readonly nu: TensorTree;
  /** The largest `nu` so far, before bias correction; with `amsgrad` only. */
  readonly nuMax?: TensorTree;
};

/**
 * Adam's direction: a bias-corrected mean of the gradients over the root of their mean square.
 *
 * μ ← β1 μ + (1 - β1) g, ν ← β2 ν + (1 - β2) g², c1 = 1 - β1^t, c2 = 1 - β2^t, and the update is
 *
 * - `keras`: (√c2 / c1) μ / (√ν + ε), the "ε̂" form of section 2 of the paper;
 * - `torch`: (μ / c1) / (√(ν / c2) + ε), algorithm 1 of the paper, computed as (√c2 / c1) μ / (√ν + √c2 ε).
 *
 * With `amsgrad` the maximum of ν over all steps takes the place of ν. As in Keras and PyTorch it is taken
 * before the bias correction, in Optax after it.
 *
 * @throws {ValueError} OPTIMIZER_OPTION, OPTIMIZER_CONVENTION
 * @see Kingma, Ba: "Adam: A Method for Stochastic Optimization" (ICLR 2015)
 * @see Reddi, Kale, Kumar: "On the Convergence of Adam and Beyond" (ICLR 2018)
 */
export function scaleByAdam(options: ScaleByAdamOptions): GradientTransformation<AdamState> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon, amsgrad = false, convention = 'keras' } = options;
  checkDecayRate('scaleByAdam', 'beta1', beta1);
  checkDecayRate('scaleByAdam', 'beta2', beta2);
  checkPositive('scaleByAdam', 'epsilon', epsilon);
  checkFlag('scaleByAdam', 'amsgrad', amsgrad);
  checkConvention('scaleByAdam', convention);
  return {
    init: (params) => ({
      count: zeroCount(),
      mu: treeZeros(params),
      nu: treeZeros(params),
      ...(amsgrad && { nuMax: treeZeros(params) }),
    }),
    update: (grads, state) => {
      const count = nextCount(state.count);
      const mu = mapTensors('scaleByAdam', ([m, g]) => movingAverage(m, g, beta1), [state.mu, grads]);
      const nu = mapTensors('scaleByAdam', ([n, g]) => movingAverage(n, square(g), beta2), [state.nu, grads]);
      const nuMax = state.nuMax && mapTensors('scaleByAdam', ([a, b]) => maximum(a, b), [state.nuMax, nu]);

      const rootOfWeight = sqrt(averageWeight(beta2, count));
      const correction = div(rootOfWeight, averageWeight(beta1, count));
      const offset = convention === 'keras' ? epsilon : mul(rootOfWeight, epsilon);
      const updates = mapTensors('scaleByAdam', ([m, n]) => div(mul(m, correction), add(sqrt(n), offset)), [
        mu,
        nuMax ?? nu,
      ]);
      return { updates, state: { count, mu, nu, ...(nuMax && { nuMax }) } };
    },
  };
}
