/** Stochastic gradient descent, plain or with momentum. */
import { checkFlag } from '../check-option.js';
import type { Optimizer } from '../optimizer.js';
import { trace } from '../transforms/trace.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `sgd`, with Keras's names and defaults; the learning rate is 0.01. */
export interface SgdOptions extends ConventionalOptions {
  /** Weight of past steps, in [0, 1]. Default: 0, no momentum. */
  readonly momentum?: number;
  /** Whether momentum looks one step ahead; without momentum it has no effect. Default: false. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent with momentum m and weight decay wd:
 *
 * - `keras`: v ← m v - lr g; p ← p + v - lr wd p, or with Nesterov p ← p + (m v - lr g) - lr wd p;
 * - `torch`: g ← g + wd p; v ← m v + g; p ← p - lr v, or with Nesterov p ← p - lr (m v + g).
 *
 * The state's paths are `learningRate`, `count` (with a schedule) and `momentum/trace/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/sgd/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export function sgd(options: SgdOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.01, momentum = 0, nesterov = false, convention = 'keras' } = options;
  checkFlag('sgd', 'nesterov', nesterov);
  return defineRecipe(
    'sgd',
    { learningRate, momentum, nesterov, convention, ...commonOptions(options) },
    momentum === 0 ? {} : { velocity: { momentum: trace({ decay: momentum, nesterov }) } },
  );
}
