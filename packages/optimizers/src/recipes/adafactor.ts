/** Adafactor: Adam's second moment in a row and a column, for models that fill the memory. */
import type { Optimizer } from '../optimizer.js';
import { scaleByAdafactor } from '../transforms/scale-by-adafactor.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';
import { afterDecay } from './weight-decay.js';

/** Options of `adafactor`, with Keras's names and defaults; the learning rate is 0.001, where PyTorch takes 0.01. */
export interface AdafactorOptions extends RecipeOptions {
  /** The mean squares decay by 1 - t^beta2Decay; in [-1, 0). Default: -0.8. */
  readonly beta2Decay?: number;
  /** Added to the squared gradients, above 0. Default: 1e-30. */
  readonly epsilon1?: number;
  /** Smallest scale of a parameter, above 0. Default: 0.001. */
  readonly epsilon2?: number;
  /** Largest root mean square of a direction, above 0. Default: 1. */
  readonly clipThreshold?: number;
  /** Whether the rate falls as 1 / √t from `learningRate` down. Default: true. */
  readonly relativeStep?: boolean;
}

/**
 * Adafactor: the update of `scaleByAdafactor`, in which steps are shares of a parameter's own size, after decoupled
 * weight decay p ← p (1 - lr · weightDecay). It keeps n + m numbers for a matrix of n · m.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `adafactor/count`, `adafactor/row/…`,
 * `adafactor/column/…` and `adafactor/nu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see Shazeer, Stern: "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost" (ICML 2018)
 * @see https://keras.io/api/optimizers/adafactor/
 */
export function adafactor(options: AdafactorOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta2Decay = -0.8, epsilon1 = 1e-30, epsilon2 = 1e-3, clipThreshold = 1 } = options;
  const { relativeStep = true } = options;
  const own = { beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep };
  return defineRecipe(
    'adafactor',
    { learningRate, ...own, ...commonOptions(options) },
    {
      direction: (rate) => ({ adafactor: afterDecay(scaleByAdafactor({ ...own, learningRate: rate }), rate, options) }),
    },
  );
}
