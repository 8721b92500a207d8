/** A transformation of some parameters. */
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { checkMask, checkMaskFits, isChosenBy, type ParameterMask } from '../parameter-mask.js';
import { replacePart, treePart, updatePart } from '../tree-part.js';

/**
 * Applies a part to the parameters that a mask chooses, as if there were no others; the gradients of the others pass as
 * they are. The state is that of the part, with the chosen parameters under their own paths (`mu/head/kernel`).
 *
 * @param part - What is applied. Where it evaluates the loss elsewhere, the other parameters stay where they are.
 * @param mask - Which parameters.
 * @throws {ValueError} OPTIMIZER_OPTION; and from `init`, TREE_STRUCTURE when a mask does not fit the parameters.
 * @see Optax's `masked`
 * @example
 * import { chain, masked, scaleByAdam, scaleByLearningRate, trace } from '@isograd/optimizers';
 * const isMatrix = (path: string): boolean => path.endsWith('kernel');
 * const optimizer = chain(
 *   masked(scaleByAdam({ epsilon: 1e-8 }), isMatrix),
 *   masked(trace({ decay: 0.9 }), (path) => !isMatrix(path)),
 *   scaleByLearningRate(1e-3),
 * );
 */
export function masked(part: GradientTransformation, mask: ParameterMask): GradientTransformation {
  checkMask('masked', 'mask', mask);
  const isChosen = isChosenBy(mask);
  return {
    init: (params) => {
      checkMaskFits(mask, params);
      return part.init(treePart(params, isChosen));
    },
    update: (grads, state, params, context) => {
      const inOrder = mapTensors('masked', ([, grad]) => grad, [params, grads]);
      const next = updatePart('masked', part, { isChosen, grads: inOrder, state, params, context });
      return { updates: replacePart('masked', inOrder, next.updates, isChosen), state: next.state };
    },
  };
}
