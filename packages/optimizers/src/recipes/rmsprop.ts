/** RMSprop: steps of about the size of the learning rate, without Adam's mean. */
import type { Optimizer } from '../optimizer.js';
import { scaleByRms } from '../transforms/scale-by-rms.js';
import { trace } from '../transforms/trace.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `rmsprop`, with Keras's names and defaults; the learning rate is 0.001. */
export interface RmspropOptions extends ConventionalOptions {
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.9. */
  readonly rho?: number;
  /** Weight of past steps, in [0, 1]. Default: 0, no momentum. */
  readonly momentum?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; PyTorch takes 1e-8. */
  readonly epsilon?: number;
  /** Whether to divide by the standard deviation of the gradients. Default: false. */
  readonly centered?: boolean;
}

/**
 * RMSprop: with u the update of `scaleByRms` and momentum m,
 *
 * - `keras`: v ← m v - lr u; p ← p + v - lr weightDecay p;
 * - `torch`: g ← g + weightDecay p before u is computed; v ← m v + u; p ← p - lr v.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `rms/nu/…`, with `centered` `rms/mu/…`, and with
 * momentum `momentum/trace/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/rmsprop/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
  const { convention = 'keras' } = options;
  return defineRecipe(
    'rmsprop',
    { learningRate, rho, momentum, epsilon, centered, convention, ...commonOptions(options) },
    {
      direction: { rms: scaleByRms({ rho, epsilon, centered, convention }) },
      ...(momentum !== 0 && { velocity: { momentum: trace({ decay: momentum }) } }),
    },
  );
}
