/** Gradients with noise that fades. */
import { keyData, random } from '@isograd/core';
import { add, cast, mul, pow, type Tensor } from '@tensorflow/tfjs-core';
import { checkNonNegative } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { nextCount, zeroCount } from '../step-count.js';

/** How much noise, and which. */
export interface AddNoiseOptions {
  /** Variance of the first noise, not negative. The paper takes 0.01, 0.3 or 1. */
  readonly eta: number;
  /** How fast the variance falls, not negative. Default: 0.55, as in the paper. */
  readonly gamma?: number;
  /** An integer from 0 to 2^53 - 1; the same seed gives the same noise. */
  readonly seed: number;
}

/** The state of `addNoise`. */
export type NoiseState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** int32 `[4]`: the random key of the next step. */
  readonly key: Tensor;
};

/**
 * Adds normal noise of variance eta / (1 + t)^gamma to every element of step t, counted from 0: g + N(0, σ²_t). A
 * gradient of zero gets its noise too.
 *
 * @throws {ValueError} OPTIMIZER_OPTION, RANDOM_SEED
 * @see Neelakantan et al.: "Adding Gradient Noise Improves Learning for Very Deep Networks" (2015)
 */
export function addNoise({ eta, gamma = 0.55, seed }: AddNoiseOptions): GradientTransformation<NoiseState> {
  checkNonNegative('addNoise', 'eta', eta);
  checkNonNegative('addNoise', 'gamma', gamma);
  keyData(seed); // refuses what is no seed
  return {
    init: () => ({ count: zeroCount(), key: random.key(seed) }),
    update: (grads, state) => {
      const count = nextCount(state.count);
      const deviation = mul(pow(cast(count, 'float32'), -gamma / 2), Math.sqrt(eta));
      const [next, draw] = random.split(state.key as random.RandomKey) as [random.RandomKey, random.RandomKey];
      let index = 0;
      const updates = mapTensors(
        'addNoise',
        ([g]) => add(g, mul(random.normal(random.foldIn(draw, index++), g.shape), deviation)),
        [grads],
      );
      return { updates, state: { count, key: next } };
    },
  };
}
