/** Leaves out updates whose gradients are not finite. */
import { add, cast, greater, logicalNot, logicalOr, scalar, type Tensor, where } from '@tensorflow/tfjs-core';
import { checkSteps } from '../check-option.js';
import type { TensorTree } from '../gradient-transformation.js';
import type { Optimizer } from '../optimizer.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeIsFinite, treeWhere, treeZeros } from '../tree-choice.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `applyIfFinite`. */
export interface ApplyIfFiniteOptions {
  /** Updates in a row that may be left out, at least 0; what comes after them is applied as it is. */
  readonly maxConsecutiveErrors: number;
}

/** The state of `applyIfFinite`. */
export type ApplyIfFiniteState = {
  /** int32 scalar: gradients in a row that were not finite, up to the last. */
  readonly notFiniteCount: Tensor;
  /** int32 scalar: all gradients that were not finite. */
  readonly totalNotFinite: Tensor;
  /** bool scalar: whether the last gradient was finite. */
  readonly lastFinite: Tensor;
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/**
 * Leaves out every update with a gradient that is infinite or NaN anywhere: neither the parameters nor the state of the
 * optimizer change, only the counts. When more than `maxConsecutiveErrors` of them come in a row something is broken, and
 * the update is applied, so that the loss shows it.
 *
 * Gradients alone are judged, as in Optax's `apply_if_finite`; those that `sam` finds elsewhere are when it stands around
 * this wrapper.
 *
 * @param optimizer - What makes the updates.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { adam, applyIfFinite } from '@isograd/optimizers';
 * const optimizer = applyIfFinite(adam(), { maxConsecutiveErrors: 5 });
 */
export function applyIfFinite(
  optimizer: Optimizer,
  { maxConsecutiveErrors }: ApplyIfFiniteOptions,
): Optimizer<ApplyIfFiniteState> {
  checkSteps('applyIfFinite', 'maxConsecutiveErrors', maxConsecutiveErrors, 0);
  return wrapOptimizer<ApplyIfFiniteState>(
    'applyIfFinite',
    optimizer,
    { maxConsecutiveErrors },
    {
      init: (params) => ({
        notFiniteCount: zeroCount(),
        totalNotFinite: zeroCount(),
        lastFinite: scalar(true, 'bool'),
        optimizer: optimizer.init(params),
      }),
      update: (grads, state, params, context) => {
        const isFinite = treeIsFinite(grads);
        const notFiniteCount = where(isFinite, zeroCount(), nextCount(state.notFiniteCount));
        const isApplied = logicalOr(isFinite, greater(notFiniteCount, scalar(maxConsecutiveErrors, 'int32')));
        const { updates, state: next } = optimizer.update(grads, state.optimizer, params, context);
        return {
          updates: treeWhere(isApplied, updates, treeZeros(updates)),
          state: {
            notFiniteCount,
            totalNotFinite: add(state.totalNotFinite, cast(logicalNot(isFinite), 'int32')),
            lastFinite: isFinite,
            optimizer: treeWhere(isApplied, next, state.optimizer),
          },
        };
      },
    },
  );
}
