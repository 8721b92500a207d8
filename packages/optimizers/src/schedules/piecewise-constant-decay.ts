/** A list of rates, and when each ends. */
import { scalar, sub, tidy } from '@tensorflow/tfjs-core';
import { checkAscendingSteps, checkRates } from '../check-option.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { entryOf, segmentOf } from './step-segments.js';

/** Options of `piecewiseConstantDecay`, with Keras's names. */
export interface PiecewiseConstantDecayOptions {
  /** The last step of each rate but the last, ascending; at least one. */
  readonly boundaries: readonly number[];
  /** The rates: one more than boundaries. */
  readonly values: readonly number[];
}

/**
 * One rate after another: values[0] for t ≤ boundaries[0], values[1] for boundaries[0] < t ≤ boundaries[1], and so on.
 *
 * Keras's PiecewiseConstantDecay. A step equal to a boundary has the rate before it: in Optax's
 * `piecewise_constant_schedule` and PyTorch's MultiStepLR (`multiStepDecay`) it has the one after it.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { piecewiseConstantDecay } from '@isograd/optimizers';
 * // 0.1 for 1001 steps, 0.01 for the next 1000, then 0.001.
 * const learningRate = piecewiseConstantDecay({ boundaries: [1000, 2000], values: [0.1, 0.01, 0.001] });
 */
export function piecewiseConstantDecay({ boundaries, values }: PiecewiseConstantDecayOptions): Schedule {
  const name = 'piecewiseConstantDecay';
  checkAscendingSteps(name, 'boundaries', boundaries, 0);
  checkRates(name, 'values', values, boundaries.length + 1);

  const config = { name, boundaries: [...boundaries], values: [...values] };
  return defineSchedule(config, (count) =>
    tidy(() => entryOf(config.values, segmentOf(sub(count, scalar(1, 'int32')), config.boundaries))),
  );
}
