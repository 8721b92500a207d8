/** Adadelta: steps in the units of the parameters. */
import type { Optimizer } from '../optimizer.js';
import { scaleByAdadelta } from '../transforms/scale-by-adadelta.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `adadelta`, with Keras's names and defaults; the learning rate is 0.001, where the paper and PyTorch take 1. */
export interface AdadeltaOptions extends ConventionalOptions {
  /** Decay of the means, in [0, 1). Default: 0.95, as in Keras; PyTorch takes 0.9. */
  readonly rho?: number;
  /** Starts the motion, above 0. Default: 1e-7, as in Keras; PyTorch takes 1e-6. */
  readonly epsilon?: number;
}

/**
 * Adadelta: p ← p - lr u, where u is the update of `scaleByAdadelta`. The convention decides about `weightDecay` alone:
 * decoupled in Keras, L2 in PyTorch.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `adadelta/nu/…` and `adadelta/delta/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/adadelta/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, rho = 0.95, epsilon = 1e-7, convention = 'keras' } = options;
  return defineRecipe(
    'adadelta',
    { learningRate, rho, epsilon, convention, ...commonOptions(options) },
    { direction: { adadelta: scaleByAdadelta({ rho, epsilon }) } },
  );
}
