/** AdamW that needs no schedule. */
import type { TensorTree } from '../gradient-transformation.js';
import type { Optimizer } from '../optimizer.js';
import { type ScheduleFreeState, scheduleFree, scheduleFreeParams } from '../transforms/schedule-free.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';
import { afterDecay } from './weight-decay.js';

/** Options of `scheduleFreeAdamw`, with Keras's names and defaults; the learning rate is 0.0025. */
export interface ScheduleFreeAdamwOptions extends RecipeOptions {
  /** Where gradients are taken: 1 at the average, near 0 at the newest step; in (0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. Default: 1e-8. */
  readonly epsilon?: number;
  /** Steps over which the rate rises from 0. Default: 0. */
  readonly warmupSteps?: number;
}

/**
 * Schedule-free AdamW: the update of `scheduleFree`, after decoupled weight decay p ← p (1 - lr · weightDecay) of the
 * parameters that are trained. `evaluationParams` gives the average that is judged and kept.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `scheduleFree/count`, `scheduleFree/z/…` and
 * `scheduleFree/nu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see Defazio et al.: "The Road Less Scheduled" (NeurIPS 2024)
 * @see https://keras.io/api/optimizers/schedule_free_adamw/
 */
export function scheduleFreeAdamw(options: ScheduleFreeAdamwOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.0025, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, warmupSteps = 0 } = options;
  const own = { beta1, beta2, epsilon, warmupSteps };
  const optimizer = defineRecipe(
    'scheduleFreeAdamw',
    { learningRate, ...own, ...commonOptions(options) },
    {
      direction: (rate) => ({ scheduleFree: afterDecay(scheduleFree({ ...own, learningRate: rate }), rate, options) }),
    },
  );
  return {
    ...optimizer,
    evaluationParams: (params: TensorTree, state: LearningRateState) =>
      scheduleFreeParams(params, state['scheduleFree'] as ScheduleFreeState, beta1),
  };
}
