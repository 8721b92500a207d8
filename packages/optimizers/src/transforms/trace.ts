/** Momentum. */
import { add, mul } from '@tensorflow/tfjs-core';
import { checkRange } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { treeZeros } from '../tree-choice.js';

/** How `trace` accumulates. */
export interface TraceOptions {
  /** Weight of the past, in [0, 1]. */
  readonly decay: number;
  /** Whether to look one step ahead. Default: false. */
  readonly nesterov?: boolean;
}

/** The state of `trace`: a decaying sum of gradients for each parameter. */
export type TraceState = { readonly trace: TensorTree };

/**
 * A decaying sum of gradients: t ← decay · t + g, starting at 0. The update is t, or decay · t + g with
 * `nesterov`.
 *
 * Before the learning rate it is PyTorch's momentum (without dampening), after it Keras's, whose velocity
 * contains the rate of each step: see `Convention`.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Sutskever, Martens, Dahl, Hinton: "On the importance of initialization and momentum in deep learning" (ICML 2013)
 */
export function trace({ decay, nesterov = false }: TraceOptions): GradientTransformation<TraceState> {
  checkRange('trace', 'decay', decay, { min: 0, max: 1 });
  const accumulate = (past: TensorTree, grads: TensorTree): TensorTree =>
    mapTensors('trace', ([t, g]) => add(mul(t, decay), g), [past, grads]);
  return {
    init: (params) => ({ trace: treeZeros(params) }),
    update: (grads, state) => {
      const next = accumulate(state.trace, grads);
      return { updates: nesterov ? accumulate(next, grads) : next, state: { trace: next } };
    },
  };
}
