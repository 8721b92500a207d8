/** Adagrad: rates that fall where gradients were large, for sparse features. */
import type { Optimizer } from '../optimizer.js';
import { scaleByAdagrad } from '../transforms/scale-by-adagrad.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `adagrad`, with Keras's names and defaults; the learning rate is 0.001. */
export interface AdagradOptions extends ConventionalOptions {
  /** What the sums of squares start with, at least 0. Default: 0.1, as in Keras; PyTorch takes 0. */
  readonly initialAccumulatorValue?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; PyTorch takes 1e-10. */
  readonly epsilon?: number;
}

/**
 * Adagrad: p ← p - lr u, where u is the update of `scaleByAdagrad`. `weightDecay` is decoupled by Keras's convention and
 * L2 by PyTorch's. PyTorch's `lr_decay` is an `inverseTimeDecay` as learning rate.
 *
 * The state's paths are `learningRate`, `count` (with a schedule) and `adagrad/accumulator/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/adagrad/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
 */
export function adagrad(options: AdagradOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, initialAccumulatorValue = 0.1, epsilon = 1e-7, convention = 'keras' } = options;
  return defineRecipe(
    'adagrad',
    { learningRate, initialAccumulatorValue, epsilon, convention, ...commonOptions(options) },
    { direction: { adagrad: scaleByAdagrad({ initialAccumulatorValue, epsilon, convention }) } },
  );
}
