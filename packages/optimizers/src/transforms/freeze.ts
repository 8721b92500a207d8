/** Parameters that stay as they are. */
import { zerosLike } from '@tensorflow/tfjs-core';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { checkMask, checkMaskFits, isChosenBy, type ParameterMask } from '../parameter-mask.js';
import { type EmptyState, stateless } from './stateless.js';

/**
 * Makes the updates of the chosen parameters exactly 0, whatever the parts before made of them, NaN included: the last
 * part of a chain. `freezing` does the same for an optimizer, whose state then has no slots for them.
 *
 * @param mask - Which parameters stay as they are.
 * @throws {ValueError} OPTIMIZER_OPTION; and from `init`, TREE_STRUCTURE when a mask does not fit the parameters.
 */
export function freeze(mask: ParameterMask): GradientTransformation<EmptyState> {
  checkMask('freeze', 'mask', mask);
  const isFrozen = isChosenBy(mask);
  const { update } = stateless((updates, params) =>
    mapTensors('freeze', ([, u], path) => (isFrozen(path) ? zerosLike(u) : u), [params, updates]),
  );
  return {
    init: (params) => {
      checkMaskFits(mask, params);
      return {};
    },
    update,
  };
}
