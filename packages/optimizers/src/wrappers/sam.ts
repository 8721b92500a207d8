/** Steps by the gradient at the worst point nearby, which lead to flat minima. */
import { abs, add, div, mul, sqrt } from '@tensorflow/tfjs-core';
import { checkFlag, checkPositive } from '../check-option.js';
import type { TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { missingContext } from '../messages.js';
import type { Optimizer } from '../optimizer.js';
import { treeDot } from '../tree-dot.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `sam`. */
export interface SamOptions {
  /** Radius of the neighbourhood, above 0. Default: 0.05; with `adaptive` the paper takes 0.5 and 1. */
  readonly rho?: number;
  /** Whether the neighbourhood scales with the parameters (ASAM). Default: false. */
  readonly adaptive?: boolean;
}

/** The state of `sam`. */
export type SamState = {
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/** As in the authors' code: a gradient of zero gives no perturbation instead of NaN. */
const smallestNorm = 1e-12;

/**
 * Sharpness-aware minimization: the optimizer is given the gradient at p + ε instead of that at p, where
 *
 * - ε = rho · g / ‖g‖₂, of all gradients as one vector;
 * - with `adaptive`, ε = rho · p² g / ‖p g‖₂, whose size does not depend on the scale of the parameters (the paper's
 *   code adds 0.01 to |p|, which is left out here).
 *
 * Every update needs `context.evaluate`, and evaluates the batch once more. Around `lossScaling`, not inside it: what is
 * checked for overflow is then the gradient that the optimizer sees.
 *
 * @param optimizer - What makes the update from the gradient.
 * @throws {ValueError} OPTIMIZER_OPTION; and from `update`, UPDATE_CONTEXT
 * @see Foret, Kleiner, Mobahi, Neyshabur: "Sharpness-Aware Minimization for Efficiently Improving Generalization" (ICLR 2021)
 * @see Kwon, Kim, Park, Choi: "ASAM: Adaptive Sharpness-Aware Minimization" (ICML 2021)
 * @example
 * import { sam, sgd } from '@isograd/optimizers';
 * const optimizer = sam(sgd({ learningRate: 0.1, momentum: 0.9 }), { rho: 0.05 });
 */
export function sam(optimizer: Optimizer, options: SamOptions = {}): Optimizer<SamState> {
  const { rho = 0.05, adaptive = false } = options;
  checkPositive('sam', 'rho', rho);
  checkFlag('sam', 'adaptive', adaptive);

  const worstPoint = (params: TensorTree, grads: TensorTree): TensorTree => {
    const scaled = adaptive ? mapTensors('sam', ([p, g]) => mul(abs(p), g), [params, grads]) : grads;
    const norm = sqrt(treeDot(scaled, scaled));
    const factor = div(rho, add(norm, smallestNorm));
    return mapTensors('sam', ([p, g]) => add(p, mul(adaptive ? mul(abs(p), g) : g, factor)), [params, scaled]);
  };
  return wrapOptimizer<SamState>(
    'sam',
    optimizer,
    { rho, adaptive },
    {
      init: (params) => ({ optimizer: optimizer.init(params) }),
      update: (grads, state, params, context) => {
        if (context?.evaluate === undefined) throw missingContext('sam', 'evaluate');
        const worst = context.evaluate(worstPoint(params, grads));
        const { updates, state: next } = optimizer.update(worst.grads, state.optimizer, params, context);
        return { updates, state: { optimizer: next } };
      },
    },
  );
}
