/** An optimizer that leaves some parameters as they are. */
import { checkParams } from '../check-option.js';
import type { TensorTree } from '../gradient-transformation.js';
import type { Optimizer } from '../optimizer.js';
import { checkMask, isChosenBy, type ParameterMask } from '../parameter-mask.js';
import { replacePart, treePart } from '../tree-part.js';
import { freeze } from '../transforms/freeze.js';
import { masked } from '../transforms/masked.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `freezing`. */
export interface FreezingOptions {
  /** Which parameters stay as they are. */
  readonly mask: ParameterMask;
}

/** The state of `freezing`. */
export type FreezingState = {
  /** The state of the optimizer inside, for the parameters that are trained. */
  readonly optimizer: TensorTree;
};

/**
 * Trains all parameters but those that a mask chooses, whose updates are exactly 0. The optimizer does not see them: its
 * state has no slots for them, and they count in no global norm. Around an optimizer rather than an option of each, so
 * that every recipe can do it, and every wrapper; `freeze` is the part for a chain. A layer with `trainable = false` is
 * frozen without either.
 *
 * @param optimizer - What trains the others.
 * @throws {ValueError} OPTIMIZER_OPTION; and from `init`, TREE_STRUCTURE when a mask does not fit the parameters,
 * OPTIMIZER_PARAMS when it leaves nothing to train
 * @example
 * import { adam, freezing } from '@isograd/optimizers';
 * const optimizer = freezing(adam(), { mask: (path) => path.startsWith('encoder/') });
 */
export function freezing(optimizer: Optimizer, { mask }: FreezingOptions): Optimizer<FreezingState> {
  checkMask('freezing', 'mask', mask);
  const isFrozen = isChosenBy(mask);
  const isTrained = (path: string): boolean => !isFrozen(path);
  const trained = masked(optimizer, isTrained);
  const frozen = freeze(mask);
  const { evaluationParams } = optimizer;
  return wrapOptimizer<FreezingState>(
    'freezing',
    optimizer,
    { mask },
    {
      init: (params) => {
        checkParams('freezing', params);
        frozen.init(params);
        return { optimizer: trained.init(params) };
      },
      update: (grads, state, params, context) => {
        const { updates, state: next } = trained.update(grads, state.optimizer, params, context);
        return { updates: frozen.update(updates, {}, params).updates, state: { optimizer: next } };
      },
      ...(evaluationParams && {
        evaluationParams: (params, state) => {
          const averages = evaluationParams(treePart(params, isTrained), state.optimizer);
          return replacePart('freezing', params, averages, isTrained);
        },
      }),
    },
  );
}
