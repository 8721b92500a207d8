/** One schedule after another. */
import { less, maximum, scalar, sub, type Tensor, tidy, where } from '@tensorflow/tfjs-core';
import { checkAscendingSteps, checkSchedules } from '../check-option.js';
import { badList } from '../messages.js';
import { evaluateSchedule } from './evaluate-schedule.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of `joinSchedules`. */
export interface JoinSchedulesOptions {
  /** The first step of each schedule but the first, ascending, at least 1: one less than schedules. */
  readonly boundaries: readonly number[];
}

/**
 * One schedule after another: schedules[0](t) for t < boundaries[0], then schedules[1](t - boundaries[0]) for t <
 * boundaries[1], and so on: each schedule begins at its own step 0.
 *
 * Optax's `join_schedules`; PyTorch's SequentialLR, whose milestones are the boundaries.
 *
 * @param schedules - In the order in which they apply; at least two. All of them are evaluated at every step, those
 * that have not begun at their step 0.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @example
 * import { exponentialDecay, joinSchedules, linearWarmup } from '@isograd/optimizers';
 * const learningRate = joinSchedules(
 *   [
 *     linearWarmup({ warmupTarget: 0.1, warmupSteps: 500 }),
 *     exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.9 }),
 *   ],
 *   { boundaries: [500] },
 * );
 */
export function joinSchedules(schedules: readonly Schedule[], { boundaries }: JoinSchedulesOptions): Schedule {
  const name = 'joinSchedules';
  checkSchedules(name, 'schedules', schedules, 2);
  checkAscendingSteps(name, 'boundaries', boundaries, 1);
  if (boundaries.length !== schedules.length - 1) {
    throw badList(name, 'boundaries', boundaries, `${schedules.length - 1} steps`);
  }

  const parts = [...schedules];
  const starts = [0, ...boundaries];
  const config = { name, schedules: parts.map((part) => part.config ?? 'custom'), boundaries: [...boundaries] };
  return defineSchedule(config, (count) =>
    tidy(() => {
      const rates = parts.map((part, index) => evaluateSchedule(part, stepsSince(starts[index] as number, count)));
      return rates.reduce((before, rate, index) =>
        where(less(count, scalar(starts[index] as number, 'int32')), before, rate),
      );
    }),
  );
}

/** Never below 0, so that no schedule sees a step before its first. */
function stepsSince(start: number, count: Tensor): Tensor {
  return start === 0 ? count : maximum(sub(count, scalar(start, 'int32')), scalar(0, 'int32'));
}
