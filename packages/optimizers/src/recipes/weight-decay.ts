/** The weight-decay options that every recipe accepts. */
import type { Tensor } from '@tensorflow/tfjs-core';
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
