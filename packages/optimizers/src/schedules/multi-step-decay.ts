/** A factor at certain steps. */
import { tidy } from '@tensorflow/tfjs-core';
import { checkAscendingSteps, checkNonNegative } from '../check-option.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { entryOf, segmentOf } from './step-segments.js';

/** Options of `multiStepDecay`. */
export interface MultiStepDecayOptions {
  /** Rate at step 0. */
  readonly initialLearningRate: number;
  /** The steps from which on the rate is multiplied once more, ascending; at least one. */
  readonly milestones: readonly number[];
  /** The factor, at least 0. Default: 0.1. */
  readonly factor?: number;
}

/**
 * A rate that is multiplied by a factor at certain steps: initial · factorⁿ, n being the number of milestones that t
 * has reached.
 *
 * PyTorch's MultiStepLR, `factor` being its gamma. A milestone is the first step of a new rate, where a boundary of
 * Keras's `piecewiseConstantDecay` is the last step of the old one.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function multiStepDecay(options: MultiStepDecayOptions): Schedule {
  const { initialLearningRate, milestones, factor = 0.1 } = options;
  const name = 'multiStepDecay';
  checkNonNegative(name, 'initialLearningRate', initialLearningRate);
  checkAscendingSteps(name, 'milestones', milestones, 0);
  checkNonNegative(name, 'factor', factor);

  const starts = [...milestones];
  const rates = [0, ...starts].map((_, index) => initialLearningRate * factor ** index);
  return defineSchedule({ name, initialLearningRate, milestones: starts, factor }, (count) =>
    tidy(() => entryOf(rates, segmentOf(count, starts))),
  );
}
