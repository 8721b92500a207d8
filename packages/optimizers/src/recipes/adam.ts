/** Adam: steps of about the size of the learning rate in every coordinate. */
import type { Optimizer } from '../optimizer.js';
import { scaleByAdam } from '../transforms/scale-by-adam.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `adam` and `adamw`, with Keras's names and defaults; the learning rate is 0.001. */
export interface AdamOptions extends ConventionalOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; PyTorch and Optax take 1e-8. */
  readonly epsilon?: number;
  /** Whether to divide by the largest mean square so far. Default: false. */
  readonly amsgrad?: boolean;
}

/**
 * Adam, with weight decay and clipping where the options ask for them.
 *
 * p ← p - lr · u, where u is the update of `scaleByAdam`. `weightDecay` (default 0) is
 *
 * - `keras`: decoupled, p ← p - lr (u + weightDecay · p), as in `adamw`;
 * - `torch`: L2, g ← g + weightDecay · p before Adam sees it.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `adam/count`, `adam/mu/…`, `adam/nu/…` and,
 * with `amsgrad`, `adam/nuMax/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see Kingma, Ba: "Adam: A Method for Stochastic Optimization" (ICLR 2015)
 * @see https://keras.io/api/optimizers/adam/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export function adam(options: AdamOptions = {}): Optimizer<LearningRateState> {
  return defineAdam('adam', options, options.convention !== 'torch');
}

/**
 * The recipe of `adam` and `adamw`.
 *
 * @param isDecoupled - Whether weight decay bypasses Adam's scaling.
 */
export function defineAdam(name: string, options: AdamOptions, isDecoupled: boolean): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false } = options;
  const { convention = 'keras' } = options;
  return defineRecipe(
    name,
    { learningRate, beta1, beta2, epsilon, amsgrad, convention, ...commonOptions(options) },
    {
      direction: { adam: scaleByAdam({ beta1, beta2, epsilon, amsgrad, convention }) },
      decay: isDecoupled ? 'after' : 'before',
    },
  );
}
