/** Adagrad's scaling: gradients over the root of the sum of all their squares. */
import { add, div, fill, sqrt, square, type Tensor } from '@tensorflow/tfjs-core';
import { checkNonNegative, checkPositive } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';

/** How `scaleByAdagrad` adds up. */
export interface ScaleByAdagradOptions {
  /** What the sum starts with, at least 0. Default: 0.1, as in Keras; PyTorch takes 0. */
  readonly initialAccumulatorValue?: number;
  /** Keeps the division finite, above 0. No default: Keras takes 1e-7, PyTorch 1e-10. */
  readonly epsilon: number;
  /** Where epsilon stands. Default: `keras`. */
  readonly convention?: Convention;
}

/** The state of `scaleByAdagrad`. */
export type AdagradState = {
  /** Sum of the squares. */
  readonly accumulator: TensorTree;
};

/**
 * Adagrad's direction: s ← s + g², and the update is
 *
 * - `keras`: g / √(s + ε);
 * - `torch`: g / (√s + ε).
 *
 * @throws {ValueError} OPTIMIZER_OPTION, OPTIMIZER_CONVENTION
 * @see Duchi, Hazan, Singer: "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization" (JMLR 2011)
 */
export function scaleByAdagrad(options: ScaleByAdagradOptions): GradientTransformation<AdagradState> {
  const { initialAccumulatorValue = 0.1, epsilon, convention = 'keras' } = options;
  checkNonNegative('scaleByAdagrad', 'initialAccumulatorValue', initialAccumulatorValue);
  checkPositive('scaleByAdagrad', 'epsilon', epsilon);
  checkConvention('scaleByAdagrad', convention);
  const root = (sum: Tensor): Tensor => (convention === 'keras' ? sqrt(add(sum, epsilon)) : add(sqrt(sum), epsilon));
  return {
    init: (params) => ({
      accumulator: mapTensors('scaleByAdagrad', ([param]) => fill(param.shape, initialAccumulatorValue), [params]),
    }),
    update: (grads, state) => {
      const accumulator = mapTensors('scaleByAdagrad', ([s, g]) => add(s, square(g)), [state.accumulator, grads]);
      return {
        updates: mapTensors('scaleByAdagrad', ([g, s]) => div(g, root(s)), [grads, accumulator]),
        state: { accumulator },
      };
    },
  };
}
