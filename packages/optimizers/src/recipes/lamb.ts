/** LAMB: Adam for large batches, with a rate for each layer. */
import { neg } from '@tensorflow/tfjs-core';
import { checkFlag } from '../check-option.js';
import type { Optimizer } from '../optimizer.js';
import { scale } from '../transforms/scale.js';
import { scaleByAdam } from '../transforms/scale-by-adam.js';
import { scaleByTrustRatio } from '../transforms/scale-by-trust-ratio.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';
import { afterDecay, decay } from './weight-decay.js';

/** Options of `lamb`, with Keras's names and defaults; the learning rate is 0.001. */
export interface LambOptions extends RecipeOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; the paper and Optax take 1e-6. */
  readonly epsilon?: number;
  /** Whether weight decay bypasses the trust ratio, as in Keras; the paper and Optax decay within it. Default: true. */
  readonly decoupled?: boolean;
}

/**
 * LAMB: p ← p - lr ‖p‖ / ‖u‖ · u for each tensor, where u is Adam's direction (μ / c1) / (√(ν / c2) + ε); see
 * `scaleByTrustRatio`. `weightDecay` (default 0) is
 *
 * - `decoupled`: p ← p (1 - lr · weightDecay) before the step;
 * - else part of u: u + weightDecay · p.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `adam/count`, `adam/mu/…` and `adam/nu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see You et al.: "Large Batch Optimization for Deep Learning: Training BERT in 76 Minutes" (ICLR 2020)
 * @see https://keras.io/api/optimizers/lamb/
 */
export function lamb(options: LambOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, decoupled = true } = options;
  checkFlag('lamb', 'decoupled', decoupled);
  const adam = scaleByAdam({ beta1, beta2, epsilon, convention: 'torch' });
  const within = decoupled ? {} : decay(options.weightDecay ?? 0, options.mask);
  return defineRecipe(
    'lamb',
    { learningRate, beta1, beta2, epsilon, decoupled, ...commonOptions(options) },
    {
      direction: (rate) => ({
        adam,
        ...within,
        trustRatio: decoupled ? afterDecay(scaleByTrustRatio(), rate, options) : scaleByTrustRatio(),
        scale: scale(neg(rate)),
      }),
      decay: decoupled ? 'after' : 'within',
    },
  );
}
