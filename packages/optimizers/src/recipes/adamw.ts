/** Adam with decoupled weight decay. */
import type { Optimizer } from '../optimizer.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type AdamOptions, defineAdam } from './adam.js';

/**
 * Adam with decoupled weight decay.
 *
 * p ← p - lr (u + weightDecay · p), where u is the update of `scaleByAdam`, under both conventions. Options and
 * state as in `adam`, but `weightDecay` has Keras's default of 0.004; PyTorch takes 0.01, Optax 1e-4.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see Loshchilov, Hutter: "Decoupled Weight Decay Regularization" (ICLR 2019)
 * @see https://keras.io/api/optimizers/adamw/
 * @example
 * import { adamw } from '@isograd/optimizers';
 * const optimizer = adamw({ learningRate: 3e-4, mask: (path) => path.endsWith('kernel') });
 */
export function adamw(options: AdamOptions = {}): Optimizer<LearningRateState> {
  return defineAdam('adamw', { ...options, weightDecay: options.weightDecay ?? 0.004 }, true);
}
