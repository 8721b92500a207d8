/** Large batches in small parts. */
import { add, div, type Tensor } from '@tensorflow/tfjs-core';
import { checkSteps } from '../check-option.js';
import { advanceCycle } from '../cycle.js';
import type { TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import type { Optimizer } from '../optimizer.js';
import { zeroCount } from '../step-count.js';
import { treeWhere, treeZeros } from '../tree-choice.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `accumulateGradients`. */
export interface AccumulateGradientsOptions {
  /** Gradients that are averaged before the parameters change; at least 1. */
  readonly steps: number;
}

/** The state of `accumulateGradients`. */
export type AccumulateGradientsState = {
  /** int32 scalar: gradients seen since the parameters changed. */
  readonly microStep: Tensor;
  /** The average so far, as a share of the whole. */
  readonly gradients: TensorTree;
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/**
 * Averages the gradients of several steps, and lets an optimizer change the parameters with the average: k batches of
 * b examples do what one of k · b would, but for layers that look at a whole batch (batch normalization), in the memory
 * of one small batch. In between nothing changes: neither the parameters nor the state of the optimizer, its step count
 * included (Keras's `gradient_accumulation_steps`, Optax's `MultiSteps`; a schedule of
 * Keras counts the small batches, ours the updates). Loss and evaluation that the optimizer is given are those of the last
 * small batch.
 *
 * @param optimizer - What makes the update.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { accumulateGradients, adam } from '@isograd/optimizers';
 * // Batches of 8 train as batches of 32 would.
 * const optimizer = accumulateGradients(adam({ learningRate: 1e-3 }), { steps: 4 });
 */
export function accumulateGradients(
  optimizer: Optimizer,
  { steps }: AccumulateGradientsOptions,
): Optimizer<AccumulateGradientsState> {
  checkSteps('accumulateGradients', 'steps', steps, 1);
  return wrapOptimizer<AccumulateGradientsState>(
    'accumulateGradients',
    optimizer,
    { steps },
    {
      init: (params) => ({ microStep: zeroCount(), gradients: treeZeros(params), optimizer: optimizer.init(params) }),
      update: (grads, state, params, context) => {
        const gradients = mapTensors('accumulateGradients', ([sum, g]) => add(sum, div(g, steps)), [
          state.gradients,
          grads,
        ]);
        const { isLast, position } = advanceCycle(state.microStep, steps);
        const { updates, state: next } = optimizer.update(gradients, state.optimizer, params, context);
        return {
          updates: treeWhere(isLast, updates, treeZeros(updates)),
          state: {
            microStep: position,
            gradients: treeWhere(isLast, treeZeros(gradients), gradients),
            optimizer: treeWhere(isLast, next, state.optimizer),
          },
        };
      },
    },
  );
}
