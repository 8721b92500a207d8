/** Adamax's scaling: Adam with the largest gradient in place of the mean square. */
import { abs, add, div, maximum, mul, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkPositive } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { averageWeight, movingAverage } from '../moving-average.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByAdamax` averages. */
export interface ScaleByAdamaxOptions {
  /** Decay of the mean, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the largest magnitude, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. No default: Keras takes 1e-7, PyTorch 1e-8. */
  readonly epsilon: number;
  /** Where epsilon stands. Default: `keras`. */
  readonly convention?: Convention;
}

/** The state of `scaleByAdamax`. */
export type AdamaxState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** Mean of the gradients. */
  readonly mu: TensorTree;
  /** Their largest magnitude, decaying. */
  readonly nu: TensorTree;
};

/**
 * Adamax's direction: μ ← β1 μ + (1 - β1) g, and with c = 1 - β1^t
 *
 * - `keras`: ν ← max(β2 ν, |g|), u = μ / (c (ν + ε));
 * - `torch`: ν ← max(β2 ν, |g| + ε), u = μ / (c ν).
 *
 * @throws {ValueError} OPTIMIZER_OPTION, OPTIMIZER_CONVENTION
 * @see Kingma, Ba: "Adam: A Method for Stochastic Optimization" (ICLR 2015), section 7.1
 */
export function scaleByAdamax(options: ScaleByAdamaxOptions): GradientTransformation<AdamaxState> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon, convention = 'keras' } = options;
  checkDecayRate('scaleByAdamax', 'beta1', beta1);
  checkDecayRate('scaleByAdamax', 'beta2', beta2);
  checkPositive('scaleByAdamax', 'epsilon', epsilon);
  checkConvention('scaleByAdamax', convention);
  const isKeras = convention === 'keras';
  return {
    init: (params) => ({ count: zeroCount(), mu: treeZeros(params), nu: treeZeros(params) }),
    update: (grads, state) => {
      const count = nextCount(state.count);
      const mu = mapTensors('scaleByAdamax', ([m, g]) => movingAverage(m, g, beta1), [state.mu, grads]);
      const nu = mapTensors(
        'scaleByAdamax',
        ([n, g]) => maximum(mul(n, beta2), isKeras ? abs(g) : add(abs(g), epsilon)),
        [state.nu, grads],
      );
      const weight = averageWeight(beta1, count);
      const updates = mapTensors('scaleByAdamax', ([m, n]) => div(m, mul(isKeras ? add(n, epsilon) : n, weight)), [
        mu,
        nu,
      ]);
      return { updates, state: { count, mu, nu } };
    },
  };
}
