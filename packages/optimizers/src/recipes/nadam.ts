/** Nadam: Adam with Nesterov's momentum. */
import type { Optimizer } from '../optimizer.js';
import { scaleByNadam } from '../transforms/scale-by-nadam.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `nadam`, with Keras's names and defaults; the learning rate is 0.001, where PyTorch takes 0.002. */
export interface NadamOptions extends ConventionalOptions {
  /** Decay of the mean gradient, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; PyTorch takes 1e-8. */
  readonly epsilon?: number;
  /** How fast the momentum rises, at least 0. Default: 1 by Keras's convention, 0.004 by PyTorch's. */
  readonly momentumDecay?: number;
  /** Whether to repeat a mistake of PyTorch 1.10 to 1.13, see `scaleByNadam`. Default: false, as in PyTorch since 2.0. */
  readonly legacyTorch?: boolean;
}

/**
 * Nadam: p ← p - lr u, where u is the update of `scaleByNadam`. `weightDecay` is decoupled by Keras's convention and L2
 * by PyTorch's.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `nadam/count`, `nadam/mu/…`, `nadam/nu/…` and
 * `nadam/momentumProduct`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/Nadam/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
 */
export function nadam(options: NadamOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, convention = 'keras' } = options;
  const { momentumDecay = convention === 'keras' ? 1 : 0.004, legacyTorch = false } = options;
  return defineRecipe(
    'nadam',
    { learningRate, beta1, beta2, epsilon, momentumDecay, legacyTorch, convention, ...commonOptions(options) },
    { direction: { nadam: scaleByNadam({ beta1, beta2, epsilon, momentumDecay, legacyTorch }) } },
  );
}
