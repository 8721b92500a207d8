/** A straight line up. */
import { cast, div, minimum, scalar, tidy } from '@tensorflow/tfjs-core';
import { checkNonNegative, checkSteps } from '../check-option.js';
import { blend } from './blend.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of `linearWarmup`, named as those of the warm-up of `cosineDecay`. */
export interface LinearWarmupOptions {
  /** Rate at step 0. Default: 0. */
  readonly initialLearningRate?: number;
  /** Rate from step `warmupSteps` on. */
  readonly warmupTarget: number;
  /** Steps of the warm-up; at least 1. */
  readonly warmupSteps: number;
}

/**
 * A straight line up to a rate that stays: initial + (target - initial) · min(t / warmupSteps, 1).
 *
 * PyTorch's LinearLR, whose start_factor and end_factor are shares of one rate. Keras warms up inside `cosineDecay`;
 * before any other schedule, `joinSchedules` puts this one. For a line down there is `polynomialDecay`.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function linearWarmup({ initialLearningRate = 0, warmupTarget, warmupSteps }: LinearWarmupOptions): Schedule {
  const name = 'linearWarmup';
  checkNonNegative(name, 'initialLearningRate', initialLearningRate);
  checkNonNegative(name, 'warmupTarget', warmupTarget);
  checkSteps(name, 'warmupSteps', warmupSteps, 1);

  return defineSchedule({ name, initialLearningRate, warmupTarget, warmupSteps }, (count) =>
    tidy(() => {
      const done = div(cast(minimum(count, scalar(warmupSteps, 'int32')), 'float32'), warmupSteps);
      return blend(done, warmupTarget, initialLearningRate);
    }),
  );
}
