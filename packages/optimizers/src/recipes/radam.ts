/** RAdam: Adam that waits for its variance to settle. */
import type { Optimizer } from '../optimizer.js';
import { scaleByRadam } from '../transforms/scale-by-radam.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `radam`, named as those of `adam`; the learning rate is 0.001. */
export interface RadamOptions extends ConventionalOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in (0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. Default: 1e-8, as in PyTorch; Keras has no RAdam. */
  readonly epsilon?: number;
}

/**
 * RAdam: p ← p - lr u, where u is the update of `scaleByRadam`. The convention decides about `weightDecay` alone:
 * decoupled as in Keras's optimizers, or L2 as in PyTorch.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `radam/count`, `radam/mu/…` and `radam/nu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
 */
export function radam(options: RadamOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, convention = 'keras' } = options;
  return defineRecipe(
    'radam',
    { learningRate, beta1, beta2, epsilon, convention, ...commonOptions(options) },
    { direction: { radam: scaleByRadam({ beta1, beta2, epsilon }) } },
  );
}
