/** A schedule, and factors that change as well. */
import { mul, tidy } from '@tensorflow/tfjs-core';
import { checkSchedules } from '../check-option.js';
import { evaluateSchedule } from './evaluate-schedule.js';
import { defineSchedule, type Schedule } from './schedule.js';

/**
 * The product of the rates of several schedules at the same step: one gives the rate, the others are factors, which
 * change nothing where they are 1.
 *
 * PyTorch's ChainedScheduler, in which every scheduler multiplies the rate of the optimizer.
 *
 * @param schedules - At least one.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { exponentialDecay, linearWarmup, multiplySchedules } from '@isograd/optimizers';
 * // Decays from the start, and warms up meanwhile.
 * const learningRate = multiplySchedules([
 *   exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.9 }),
 *   linearWarmup({ warmupTarget: 1, warmupSteps: 500 }),
 * ]);
 */
export function multiplySchedules(schedules: readonly Schedule[]): Schedule {
  const name = 'multiplySchedules';
  checkSchedules(name, 'schedules', schedules, 1);

  const factors = [...schedules];
  const config = { name, schedules: factors.map((factor) => factor.config ?? 'custom') };
  return defineSchedule(config, (count) =>
    tidy(() => factors.map((factor) => evaluateSchedule(factor, count)).reduce((product, rate) => mul(product, rate))),
  );
}
