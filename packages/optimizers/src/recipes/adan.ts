/** Adan: Adam with Nesterov's momentum from the difference of gradients. */
import type { Optimizer } from '../optimizer.js';
import { scaleByAdan } from '../transforms/scale-by-adan.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';

/** Options of `adan`; the learning rate is 0.001. Keras and PyTorch have no Adan; defaults are those of its authors. */
export interface AdanOptions extends RecipeOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.98. */
  readonly beta1?: number;
  /** Decay of the mean difference, in [0, 1). Default: 0.92. */
  readonly beta2?: number;
  /** Decay of the mean square, in [0, 1). Default: 0.99. */
  readonly beta3?: number;
  /** Added to the root, above 0. Default: 1e-8. */
  readonly epsilon?: number;
  /** Added under the root, at least 0. Default: 0; Optax takes 1e-8. */
  readonly epsilonRoot?: number;
}

/**
 * Adan: p ← p - lr (u + weightDecay · p), where u is the update of `scaleByAdan`. The authors' proximal form of the decay
 * divides by 1 + lr · weightDecay instead.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `adan/count`, `adan/mu/…`, `adan/delta/…`,
 * `adan/nu/…` and `adan/previous/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see Xie et al.: "Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models" (TPAMI 2024)
 */
export function adan(options: AdanOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.98, beta2 = 0.92, beta3 = 0.99, epsilon = 1e-8, epsilonRoot = 0 } = options;
  return defineRecipe(
    'adan',
    { learningRate, beta1, beta2, beta3, epsilon, epsilonRoot, ...commonOptions(options) },
    { direction: { adan: scaleByAdan({ beta1, beta2, beta3, epsilon, epsilonRoot }) } },
  );
}
