/** The weight-decay options that every recipe accepts. */
import { mul, type Tensor } from '@tensorflow/tfjs-core';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { addDecayedWeights, type WeightDecayMask } from '../transforms/add-decayed-weights.js';
import type { NamedParts } from '../transforms/chain.js';

/** How strongly parameters decay, and which. */
export interface WeightDecayOptions {
  /** Coefficient of the decay, not negative. Whether it is decoupled or L2 says the recipe. */
  readonly weightDecay?: number;
  /** Which parameters decay. Default: all. */
  readonly mask?: WeightDecayMask | undefined;
}

/**
 * The part `weightDecay`, or none for a coefficient of 0.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function decay(weightDecay: number | Tensor, mask: WeightDecayMask | undefined): NamedParts {
  return weightDecay === 0 ? {} : { weightDecay: addDecayedWeights({ weightDecay, mask }) };
}

/**
 * A part that sees the parameters as decoupled decay leaves them, p (1 - lr · weightDecay): Keras decays them before the
 * step, which matters to parts that look at parameters.
 *
 * @param part - What looks.
 * @param rate - float32 scalar: the learning rate.
 */
export function afterDecay<State extends TensorTree>(
  part: GradientTransformation<State>,
  rate: Tensor,
  { weightDecay = 0, mask }: WeightDecayOptions,
): GradientTransformation<State> {
  if (weightDecay === 0) return part;
  const decaying = addDecayedWeights({ weightDecay: mul(rate, -weightDecay), mask });
  return {
    init: (params) => part.init(params),
    update: (grads, state, params, context) =>
      part.update(grads, state, decaying.update(params, {}, params).updates, context),
  };
}
