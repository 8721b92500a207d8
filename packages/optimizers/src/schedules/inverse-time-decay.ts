/** A rate that falls ever more slowly. */
import { add, cast, div, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkFlag, checkNonNegative, checkSteps } from '../check-option.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { stepPeriods } from './step-periods.js';

/** Options of `inverseTimeDecay`, with Keras's names and defaults. */
export interface InverseTimeDecayOptions {
  /** Rate at step 0. */
  readonly initialLearningRate: number;
  /** The unit of time, in steps; at least 1. */
  readonly decaySteps: number;
  /** What a unit of time adds to the divisor, at least 0. */
  readonly decayRate: number;
  /** Whether only whole units of time count. Default: false. */
  readonly staircase?: boolean;
}

/**
 * A rate that falls ever more slowly: initial / (1 + decayRate · t / decaySteps), with `staircase` initial / (1 +
 * decayRate · ⌊t / decaySteps⌋).
 *
 * The formula of Keras's InverseTimeDecay. PyTorch has none.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  const name = 'inverseTimeDecay';
  checkNonNegative(name, 'initialLearningRate', initialLearningRate);
  checkSteps(name, 'decaySteps', decaySteps, 1);
  checkNonNegative(name, 'decayRate', decayRate);
  checkFlag(name, 'staircase', staircase);

  const growth = (count: Tensor): Tensor =>
    staircase
      ? mul(cast(stepPeriods(count, decaySteps).periods, 'float32'), decayRate)
      : mul(cast(count, 'float32'), decayRate / decaySteps);
  return defineSchedule({ name, initialLearningRate, decaySteps, decayRate, staircase }, (count) =>
    tidy(() => div(initialLearningRate, add(growth(count), 1))),
  );
}
