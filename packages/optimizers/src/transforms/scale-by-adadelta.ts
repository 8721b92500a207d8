/** Adadelta's scaling: gradients in the units of the parameters. */
import { add, div, mul, sqrt, square, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkPositive } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { movingAverage } from '../moving-average.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByAdadelta` averages. */
export interface ScaleByAdadeltaOptions {
  /** Decay of both means, in [0, 1). Default: 0.95, as in Keras; PyTorch takes 0.9. */
  readonly rho?: number;
  /** Added under both roots, above 0: it starts the motion. No default: Keras takes 1e-7, PyTorch 1e-6. */
  readonly epsilon: number;
}

/** The state of `scaleByAdadelta`. */
export type AdadeltaState = {
  /** Mean of the squared gradients. */
  readonly nu: TensorTree;
  /** Mean of the squared updates. */
  readonly delta: TensorTree;
};

/**
 * Adadelta's direction: ν ← ρ ν + (1 - ρ) g², the update u = g √(δ + ε) / √(ν + ε), then δ ← ρ δ + (1 - ρ) u². Keras
 * and PyTorch agree.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Zeiler: "ADADELTA: An Adaptive Learning Rate Method" (2012)
 */
export function scaleByAdadelta({
  rho = 0.95,
  epsilon,
}: ScaleByAdadeltaOptions): GradientTransformation<AdadeltaState> {
  checkDecayRate('scaleByAdadelta', 'rho', rho);
  checkPositive('scaleByAdadelta', 'epsilon', epsilon);
  const root = (mean: Tensor): Tensor => sqrt(add(mean, epsilon));
  const squares = (means: TensorTree, values: TensorTree): TensorTree =>
    mapTensors('scaleByAdadelta', ([mean, value]) => movingAverage(mean, square(value), rho), [means, values]);
  return {
    init: (params) => ({ nu: treeZeros(params), delta: treeZeros(params) }),
    update: (grads, state) => {
      const nu = squares(state.nu, grads);
      const updates = mapTensors('scaleByAdadelta', ([g, d, n]) => div(mul(g, root(d)), root(n)), [
        grads,
        state.delta,
        nu,
      ]);
      return { updates, state: { nu, delta: squares(state.delta, updates) } };
    },
  };
}
