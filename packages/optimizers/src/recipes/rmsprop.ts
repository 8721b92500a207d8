/** RMSprop: steps of about the size of the learning rate, without Adam's mean. */
import { mul, neg } from '@tensorflow/tfjs-core';
import { checkNonNegative } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import { defineOptimizer, type Optimizer } from '../optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import { scale } from '../transforms/scale.js';
import { scaleByRms } from '../transforms/scale-by-rms.js';
import { trace } from '../transforms/trace.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ClippingOptions, clipping } from './clipping.js';
import { decay, type WeightDecayOptions } from './weight-decay.js';

/** Options of `rmsprop`, with Keras's names and defaults. */
export interface RmspropOptions extends ClippingOptions, WeightDecayOptions {
  /** Default: 0.001. */
  readonly learningRate?: number | Schedule;
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.9. */
  readonly rho?: number;
  /** Weight of past steps, in [0, 1]. Default: 0, no momentum. */
  readonly momentum?: number;
  /** Keeps the division finite, above 0. Default: 1e-7, as in Keras; PyTorch takes 1e-8. */
  readonly epsilon?: number;
  /** Whether to divide by the standard deviation of the gradients. Default: false. */
  readonly centered?: boolean;
  /** Default: `keras`. */
  readonly convention?: Convention;
}

/**
 * RMSprop: with u the update of `scaleByRms` and momentum m,
 *
 * - `keras`: v ← m v - lr u; p ← p + v - lr weightDecay p;
 * - `torch`: g ← g + weightDecay p before u is computed; v ← m v + u; p ← p - lr v.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `rms/nu/…`, with `centered` `rms/mu/…`, and with
 * momentum `momentum/trace/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @see https://keras.io/api/optimizers/rmsprop/
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
  const { convention = 'keras', weightDecay = 0, mask, clipNorm, clipValue, globalClipNorm } = options;
  checkConvention('rmsprop', convention);
  checkNonNegative('rmsprop', 'weightDecay', weightDecay);
  const clip = clipping('rmsprop', options);
  const scaling = { rms: scaleByRms({ rho, epsilon, centered, convention }) };
  const velocity = momentum === 0 ? {} : { momentum: trace({ decay: momentum }) };
  const config = {
    learningRate,
    rho,
    momentum,
    epsilon,
    centered,
    weightDecay,
    mask,
    convention,
    clipNorm,
    clipValue,
    globalClipNorm,
  };
  return defineOptimizer('rmsprop', config, (rate) => {
    const descend = { scale: scale(neg(rate)) };
    if (convention === 'torch') return { ...clip, ...decay(weightDecay, mask), ...scaling, ...velocity, ...descend };
    const decoupled = weightDecay === 0 ? {} : decay(mul(rate, -weightDecay), mask);
    return { ...clip, ...scaling, ...descend, ...velocity, ...decoupled };
  });
}
