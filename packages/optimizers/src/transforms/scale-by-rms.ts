/** RMSprop's scaling: gradients over the root of the mean of their squares. */
import { add, div, maximum, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkFlag, checkPositive } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { movingAverage } from '../moving-average.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByRms` averages. */
export interface ScaleByRmsOptions {
  /** Decay of the mean square, in [0, 1). Default: 0.9. */
  readonly rho?: number;
  /** Keeps the division finite, above 0. No default: Keras takes 1e-7, PyTorch and Optax 1e-8. */
  readonly epsilon: number;
  /** Whether to divide by the standard deviation: the mean is taken off the gradients' squares. Default: false. */
  readonly centered?: boolean;
  /** Where epsilon stands. Default: `keras`. */
  readonly convention?: Convention;
}

/** The state of `scaleByRms`. */
export type RmsState = {
  /** Mean of the squares. */
  readonly nu: TensorTree;
  /** Mean of the gradients; with `centered` only. */
  readonly mu?: TensorTree;
};

/**
 * RMSprop's direction: the gradient over the root of the mean of its squares.
 *
 * ν ← ρ ν + (1 - ρ) g², and the update is
 *
 * - `keras`: g / √(ν + ε);
 * - `torch`: g / (√ν + ε).
 *
 * With `centered` the variance takes the place of ν: ν - μ² with μ ← ρ μ + (1 - ρ) g, and 0 where rounding makes it
 * negative (tfjs's optimizer then gives NaN).
 *
 * @throws {ValueError} OPTIMIZER_OPTION, OPTIMIZER_CONVENTION
 * @see Hinton: "Neural Networks for Machine Learning", lecture 6e (2012)
 * @see Graves: "Generating Sequences With Recurrent Neural Networks" (2013), for the centred form
 */
export function scaleByRms(options: ScaleByRmsOptions): GradientTransformation<RmsState> {
  const { rho = 0.9, epsilon, centered = false, convention = 'keras' } = options;
  checkDecayRate('scaleByRms', 'rho', rho);
  checkPositive('scaleByRms', 'epsilon', epsilon);
  checkFlag('scaleByRms', 'centered', centered);
  checkConvention('scaleByRms', convention);
  const scaled = (g: Tensor, v: Tensor): Tensor =>
    div(g, convention === 'keras' ? sqrt(add(v, epsilon)) : add(sqrt(v), epsilon));
  return {
    init: (params) => ({ nu: treeZeros(params), ...(centered && { mu: treeZeros(params) }) }),
    update: (grads, state) => {
      const nu = mapTensors('scaleByRms', ([n, g]) => movingAverage(n, square(g), rho), [state.nu, grads]);
      if (state.mu === undefined)
        return { updates: mapTensors('scaleByRms', ([g, n]) => scaled(g, n), [grads, nu]), state: { nu } };
      const mu = mapTensors('scaleByRms', ([m, g]) => movingAverage(m, g, rho), [state.mu, grads]);
      const updates = mapTensors('scaleByRms', ([g, n, m]) => scaled(g, maximum(sub(n, square(m)), 0)), [
        grads,
        nu,
        mu,
      ]);
      return { updates, state: { nu, mu } };
    },
  };
}
