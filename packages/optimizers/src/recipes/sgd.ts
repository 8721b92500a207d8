/** Stochastic gradient descent, plain or with momentum. */
import { mul, neg } from '@tensorflow/tfjs-core';
import { checkNonNegative } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import { defineOptimizer, type Optimizer } from '../optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import { scale } from '../transforms/scale.js';
import { trace } from '../transforms/trace.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ClippingOptions, clipping } from './clipping.js';
import { decay, type WeightDecayOptions } from './weight-decay.js';

/** Options of `sgd`, with Keras's names and defaults. */
export interface SgdOptions extends ClippingOptions, WeightDecayOptions {
  /** Default: 0.01. */
  readonly learningRate?: number | Schedule;
  /** Weight of past steps, in [0, 1]. Default: 0, no momentum. */
  readonly momentum?: number;
  /** Whether momentum looks one step ahead; without momentum it has no effect. Default: false. */
  readonly nesterov?: boolean;
  /** Default: `keras`. */
  readonly convention?: Convention;
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
  const { weightDecay = 0, mask, clipNorm, clipValue, globalClipNorm } = options;
  checkConvention('sgd', convention);
  checkNonNegative('sgd', 'weightDecay', weightDecay);
  const clip = clipping('sgd', options);
  const velocity = momentum === 0 ? {} : { momentum: trace({ decay: momentum, nesterov }) };
  const config = {
    learningRate,
    momentum,
    nesterov,
    weightDecay,
    mask,
    convention,
    clipNorm,
    clipValue,
    globalClipNorm,
  };
  return defineOptimizer('sgd', config, (rate) => {
    const descend = { scale: scale(neg(rate)) };
    if (convention === 'torch') return { ...clip, ...decay(weightDecay, mask), ...velocity, ...descend };
    const decoupled = weightDecay === 0 ? {} : decay(mul(rate, -weightDecay), mask);
    return { ...clip, ...descend, ...velocity, ...decoupled };
  });
}
