/** The same factor over and over. */
import { mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkFlag, checkNonNegative, checkSteps } from '../check-option.js';
import { powerOfConstant } from './power-of-constant.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { stepPeriods } from './step-periods.js';

/** Options of `exponentialDecay`, with Keras's names and defaults. */
export interface ExponentialDecayOptions {
  /** Rate at step 0. */
  readonly initialLearningRate: number;
  /** Steps in which the rate is multiplied by `decayRate` once; at least 1. */
  readonly decaySteps: number;
  /** The factor, at least 0; above 1 the rate grows. */
  readonly decayRate: number;
  /** Whether the rate falls at once when `decaySteps` are over, and stays in between. Default: false. */
  readonly staircase?: boolean;
}

/**
 * A rate that is multiplied by the same factor over and over: initial · decayRate^(t / decaySteps), with `staircase`
 * initial · decayRate^⌊t / decaySteps⌋.
 *
 * The formula of Keras's ExponentialDecay. PyTorch's ExponentialLR has `decaySteps` 1, its StepLR a staircase; so there
 * is no step decay of its own here.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { exponentialDecay, sgd } from '@isograd/optimizers';
 * // Half the rate after every 1000 steps.
 * const learningRate = exponentialDecay({
 *   initialLearningRate: 0.1,
 *   decaySteps: 1000,
 *   decayRate: 0.5,
 *   staircase: true,
 * });
 * const optimizer = sgd({ learningRate });
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  const name = 'exponentialDecay';
  checkNonNegative(name, 'initialLearningRate', initialLearningRate);
  checkSteps(name, 'decaySteps', decaySteps, 1);
  checkNonNegative(name, 'decayRate', decayRate);
  checkFlag(name, 'staircase', staircase);

  const factor = (count: Tensor): Tensor =>
    staircase
      ? powerOfConstant(decayRate, stepPeriods(count, decaySteps).periods)
      : powerOfConstant(decayRate, count, decaySteps);
  return defineSchedule({ name, initialLearningRate, decaySteps, decayRate, staircase }, (count) =>
    tidy(() => mul(factor(count), initialLearningRate)),
  );
}
