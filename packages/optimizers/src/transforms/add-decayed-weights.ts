/** Weight decay. */
import { add, mul, type Tensor } from '@tensorflow/tfjs-core';
import { checkNonNegative } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { checkMask, checkMaskFits, isChosenBy, type ParameterMask } from '../parameter-mask.js';
import { type EmptyState, stateless } from './stateless.js';

/** Which parameters decay. */
export type WeightDecayMask = ParameterMask;

/** How much decays, and where. */
export interface AddDecayedWeightsOptions {
  /** The coefficient: a number, not negative, or a float32 scalar tensor of any sign. */
  readonly weightDecay: number | Tensor;
  /** Default: all parameters decay. */
  readonly mask?: WeightDecayMask | undefined;
}

/**
 * Adds to each gradient its decayed parameter: g + weightDecay · p.
 *
 * Before momentum or Adam's scaling it is L2 regularization; between the scaling and the learning rate it is
 * AdamW's decoupled decay, p ← p - lr · weightDecay · p.
 *
 * @throws {ValueError} OPTIMIZER_OPTION; and from `init`, TREE_STRUCTURE when a mask does not fit the parameters.
 * @see Loshchilov, Hutter: "Decoupled Weight Decay Regularization" (ICLR 2019)
 */
export function addDecayedWeights({ weightDecay, mask }: AddDecayedWeightsOptions): GradientTransformation<EmptyState> {
  if (typeof weightDecay === 'number') checkNonNegative('addDecayedWeights', 'weightDecay', weightDecay);
  if (mask !== undefined) checkMask('addDecayedWeights', 'mask', mask);
  const decays = isChosenBy(mask);
  const { update } = stateless((grads, params) =>
    mapTensors(
      'addDecayedWeights',
      ([param, grad], path) => (decays(path) ? add(grad, mul(param, weightDecay)) : grad),
      [params, grads],
    ),
  );
  return {
    init: (params) => {
      checkMaskFits(mask, params);
      return {};
    },
    update,
  };
}
