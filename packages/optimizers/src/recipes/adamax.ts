/** Adamax: Adam by the largest gradient. */
import type { Optimizer } from '../optimizer.js';
import { scaleByAdamax } from '../transforms/scale-by-adamax.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `adamax`, with Keras's names and defaults; the learning rate is 0.001, where PyTorch takes 0.002. */
export interface AdamaxOptions extends ConventionalOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the largest magnitude, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; PyTorch takes 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adamax: p ← p - lr u, where u is the update of `scaleByAdamax`. `weightDecay` is decoupled by Keras's convention and L2
 * by PyTorch's.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `adamax/count`, `adamax/mu/…` and `adamax/nu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/adamax/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
 */
export function adamax(options: AdamaxOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, convention = 'keras' } = options;
  return defineRecipe(
    'adamax',
    { learningRate, beta1, beta2, epsilon, convention, ...commonOptions(options) },
    { direction: { adamax: scaleByAdamax({ beta1, beta2, epsilon, convention }) } },
  );
}
