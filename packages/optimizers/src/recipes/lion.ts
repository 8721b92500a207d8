/** Lion: steps of one size in every coordinate. */
import type { Optimizer } from '../optimizer.js';
import { scaleByLion } from '../transforms/scale-by-lion.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';

/** Options of `lion`, with Keras's names and defaults; the learning rate is 0.001. */
export interface LionOptions extends RecipeOptions {
  /** Weight of the mean in the direction, in [0, 1]. Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean, in [0, 1). Default: 0.99. */
  readonly beta2?: number;
}

/**
 * Lion: p ← p - lr (u + weightDecay · p), where u is the update of `scaleByLion`. Steps are larger than Adam's: take a
 * rate 3 to 10 times smaller, and a weight decay as many times larger. Default `weightDecay`: 0, as in Keras; Optax takes
 * 0.001.
 *
 * The state's paths are `learningRate`, `count` (with a schedule) and `lion/mu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see Chen et al.: "Symbolic Discovery of Optimization Algorithms" (NeurIPS 2023)
 * @see https://keras.io/api/optimizers/lion/
 */
export function lion(options: LionOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.99 } = options;
  return defineRecipe(
    'lion',
    { learningRate, beta1, beta2, ...commonOptions(options) },
    { direction: { lion: scaleByLion({ beta1, beta2 }) } },
  );
}
