/** A power of the steps that are left. */
import { add, cast, div, maximum, minimum, mul, scalar, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkFlag, checkNonNegative, checkSteps } from '../check-option.js';
import { blend } from './blend.js';
import { powerOfFraction } from './power-of-fraction.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { stepPeriods } from './step-periods.js';

/** Options of `polynomialDecay`, with Keras's names and defaults. */
export interface PolynomialDecayOptions {
  /** Rate at step 0. */
  readonly initialLearningRate: number;
  /** Steps from the first rate to the last; at least 1. */
  readonly decaySteps: number;
  /** The last rate; it may be the higher one. Default: 1e-4. */
  readonly endLearningRate?: number;
  /** The exponent, at least 0. Default: 1, a straight line. */
  readonly power?: number;
  /** Whether the rate jumps up again after `decaySteps` and comes down once more. Default: false. */
  readonly cycle?: boolean;
}

/**
 * A decay with a power of the steps that are left: end + (initial - end) · (1 - s / decaySteps)^power with s = min(t,
 * decaySteps).
 *
 * With `cycle` the decay takes ever more steps: it starts where it would be if it had begun at step 0 and ended at the
 * next multiple of `decaySteps`, s / decaySteps being t / (decaySteps · ⌈t / decaySteps⌉). The formula of Keras's
 * PolynomialDecay; PyTorch's PolynomialLR ends at 0.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { polynomialDecay } from '@isograd/optimizers';
 * const options = { initialLearningRate: 0.01, endLearningRate: 0, power: 0.9 };
 * const learningRate = polynomialDecay({ ...options, decaySteps: 90_000 });
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, endLearningRate = 1e-4, power = 1, cycle = false } = options;
  const name = 'polynomialDecay';
  checkNonNegative(name, 'initialLearningRate', initialLearningRate);
  checkSteps(name, 'decaySteps', decaySteps, 1);
  checkNonNegative(name, 'endLearningRate', endLearningRate);
  checkNonNegative(name, 'power', power);
  checkFlag(name, 'cycle', cycle);

  const shareLeft = cycle ? shareLeftOfCycles : shareLeftOfOne;
  const config = { name, initialLearningRate, decaySteps, endLearningRate, power, cycle };
  return defineSchedule(config, (count) =>
    tidy(() => blend(powerOfFraction(shareLeft(count, decaySteps), power), initialLearningRate, endLearningRate)),
  );
}

// Both count the steps that are left in integers: 1 - s / decaySteps would keep few digits of the last of them.

/** 1 - min(t, decaySteps) / decaySteps. */
function shareLeftOfOne(count: Tensor, decaySteps: number): Tensor {
  const steps = scalar(decaySteps, 'int32');
  return div(cast(sub(steps, minimum(count, steps)), 'float32'), decaySteps);
}

/** 1 - t / (decaySteps · n), n = max(⌈t / decaySteps⌉, 1). */
function shareLeftOfCycles(count: Tensor, decaySteps: number): Tensor {
  const one = scalar(1, 'int32');
  const { periods } = stepPeriods(sub(maximum(count, one), one), decaySteps); // n - 1
  const steps = scalar(decaySteps, 'int32');
  const left = sub(steps, sub(count, mul(periods, steps)));
  return div(cast(left, 'float32'), mul(add(cast(periods, 'float32'), 1), decaySteps));
}
