/** Lion's direction: the sign of a mean. */
import { isNaN as isNaNTensor, sign, where } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkRange } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { movingAverage } from '../moving-average.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByLion` averages. */
export interface ScaleByLionOptions {
  /** Weight of the mean in the direction, in [0, 1]. Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean, in [0, 1). Default: 0.99. */
  readonly beta2?: number;
}

/** The state of `scaleByLion`. */
export type LionState = {
  /** Mean of the gradients. */
  readonly mu: TensorTree;
};

/**
 * Lion's direction: sign(β1 μ + (1 - β1) g), after which μ ← β2 μ + (1 - β2) g. Every element is -1, 0 or 1, or NaN
 * where the gradient has one.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Chen et al.: "Symbolic Discovery of Optimization Algorithms" (NeurIPS 2023)
 */
export function scaleByLion({ beta1 = 0.9, beta2 = 0.99 }: ScaleByLionOptions = {}): GradientTransformation<LionState> {
  checkRange('scaleByLion', 'beta1', beta1, { min: 0, max: 1 });
  checkDecayRate('scaleByLion', 'beta2', beta2);
  const averaged = (means: TensorTree, grads: TensorTree, decay: number): TensorTree =>
    mapTensors('scaleByLion', ([m, g]) => movingAverage(m, g, decay), [means, grads]);
  return {
    init: (params) => ({ mu: treeZeros(params) }),
    update: (grads, state) => ({
      // The sign of NaN is 0 in tfjs, and nobody would notice.
      updates: mapTensors('scaleByLion', ([mean]) => where(isNaNTensor(mean), mean, sign(mean)), [
        averaged(state.mu, grads, beta1),
      ]),
      state: { mu: averaged(state.mu, grads, beta2) },
    }),
  };
}
