/** FTRL-Proximal: sparse linear models from a stream. */
import type { Optimizer } from '../optimizer.js';
import { followTheRegularizedLeader } from '../transforms/follow-the-regularized-leader.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';
import { afterDecay } from './weight-decay.js';

/** Options of `ftrl`, with Keras's names and defaults; the learning rate is 0.001. */
export interface FtrlOptions extends RecipeOptions {
  /** How the rate falls with the sum of squares: its power, at most 0. Default: -0.5. */
  readonly learningRatePower?: number;
  /** What the sum of squares starts with, at least 0. Default: 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Sparsity: smaller coordinates are exactly 0. At least 0. Default: 0. */
  readonly l1RegularizationStrength?: number;
  /** Penalty on squares, at least 0. Default: 0. */
  readonly l2RegularizationStrength?: number;
  /** Penalty on squares through the gradient, at least 0. Default: 0. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** β of the paper, at least 0. Default: 0. */
  readonly beta?: number;
}

/**
 * FTRL-Proximal: the update of `followTheRegularizedLeader`. The first one forgets the initial parameters, as Keras's
 * does: meant for weights that start at zero.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `ftrl/accumulator/…` and `ftrl/linear/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see McMahan et al.: "Ad Click Prediction: a View from the Trenches" (KDD 2013)
 * @see https://keras.io/api/optimizers/ftrl/
 */
export function ftrl(options: FtrlOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, learningRatePower = -0.5, initialAccumulatorValue = 0.1, beta = 0 } = options;
  const { l1RegularizationStrength = 0, l2RegularizationStrength = 0 } = options;
  const { l2ShrinkageRegularizationStrength = 0 } = options;
  const own = {
    learningRatePower,
    initialAccumulatorValue,
    l1RegularizationStrength,
    l2RegularizationStrength,
    l2ShrinkageRegularizationStrength,
    beta,
  };
  return defineRecipe(
    'ftrl',
    { learningRate, ...own, ...commonOptions(options) },
    {
      direction: (rate) => ({
        ftrl: afterDecay(followTheRegularizedLeader({ ...own, learningRate: rate }), rate, options),
      }),
    },
  );
}
