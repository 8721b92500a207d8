/** A linear warm-up and half a cosine. */
import { add, cast, less, minimum, mul, sub, type Tensor, tidy, where } from '@tensorflow/tfjs-core';
import { checkNonNegative, checkRange, checkSteps } from '../check-option.js';
import { halfCosine } from './half-cosine.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** The shape of the curve, in Keras's names. */
export interface CosineDecayOptions {
  /** Rate at step 0: where the warm-up starts, or without one where the decay does. */
  readonly initialLearningRate: number;
  /** Steps from the top to the bottom, after the warm-up; at least 1. */
  readonly decaySteps: number;
  /** The last rate as a fraction of the highest, in [0, 1]. Default: 0. */
  readonly alpha?: number;
  /** Steps of the linear warm-up. Default: 0. Without `warmupTarget` there is none. */
  readonly warmupSteps?: number;
  /** Rate at the end of the warm-up. */
  readonly warmupTarget?: number;
}

/**
 * For steps t up to the end of the warm-up, initial + (target - initial) t / warmupSteps; then, with
 * s = min(t - warmupSteps, decaySteps), target · ((1 - alpha) (1 + cos(π s / decaySteps)) / 2 + alpha).
 * Without a warm-up `initialLearningRate` is the target. The formula of Keras's CosineDecay; PyTorch's eta_min
 * is alpha times the target.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Loshchilov, Hutter: "SGDR: Stochastic Gradient Descent with Warm Restarts" (ICLR 2017)
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, alpha = 0, warmupSteps = 0, warmupTarget } = options;
  const check = 'cosineDecay';
  checkNonNegative(check, 'initialLearningRate', initialLearningRate);
  checkSteps(check, 'decaySteps', decaySteps, 1);
  checkRange(check, 'alpha', alpha, { min: 0, max: 1 });
  checkSteps(check, 'warmupSteps', warmupSteps, 0);
  if (warmupTarget !== undefined) checkNonNegative(check, 'warmupTarget', warmupTarget);

  const peak = warmupTarget ?? initialLearningRate;
  const decay = (step: Tensor): Tensor => {
    const fraction = mul(minimum(step, decaySteps), 1 / decaySteps);
    return add(mul(halfCosine(fraction), peak * (1 - alpha)), peak * alpha);
  };
  const warmUp = (step: Tensor): Tensor =>
    add(mul(step, (peak - initialLearningRate) / warmupSteps), initialLearningRate);
  const hasWarmUp = warmupTarget !== undefined && warmupSteps > 0;

  const config = {
    name: 'cosineDecay',
    initialLearningRate,
    decaySteps,
    alpha,
    warmupSteps,
    ...(warmupTarget !== undefined && { warmupTarget }),
  };
  return defineSchedule(config, (count) =>
    tidy(() => {
      const step = cast(count, 'float32');
      if (!hasWarmUp) return decay(step);
      return where(less(step, warmupSteps), warmUp(step), decay(sub(step, warmupSteps)));
    }),
  );
}
