/** LARS: momentum for large batches, with a rate for each layer. */
import type { Optimizer } from '../optimizer.js';
import { checkFlag } from '../check-option.js';
import { scaleByTrustRatio } from '../transforms/scale-by-trust-ratio.js';
import { trace } from '../transforms/trace.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';

/** Options of `lars`; the learning rate is 0.1. Keras and PyTorch have no LARS; defaults are those of the paper and Optax. */
export interface LarsOptions extends RecipeOptions {
  /** Weight of past steps, in [0, 1]. Default: 0.9. */
  readonly momentum?: number;
  /** Whether momentum looks one step ahead. Default: false. */
  readonly nesterov?: boolean;
  /** Size of a step as a share of the norm of its parameter, above 0. Default: 0.001. */
  readonly trustCoefficient?: number;
  /** Added to the norm of the gradient, at least 0. Default: 0. */
  readonly epsilon?: number;
}

/**
 * LARS: g ← g + weightDecay · p, u = g · trustCoefficient ‖p‖ / (‖g‖ + ε) for each tensor, v ← m v - lr u, p ← p + v, or
 * with Nesterov p ← p + (m v - lr u).
 *
 * The state's paths are `learningRate`, `count` (with a schedule) and `momentum/trace/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see You, Gitman, Ginsburg: "Large Batch Training of Convolutional Networks" (2017)
 */
export function lars(options: LarsOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.1, momentum = 0.9, nesterov = false, trustCoefficient = 0.001, epsilon = 0 } = options;
  checkFlag('lars', 'nesterov', nesterov);
  return defineRecipe(
    'lars',
    { learningRate, momentum, nesterov, trustCoefficient, epsilon, ...commonOptions(options) },
    {
      direction: { trustRatio: scaleByTrustRatio({ trustCoefficient, epsilon }) },
      velocity: { momentum: trace({ decay: momentum, nesterov }) },
      decay: 'before',
    },
  );
}
