/** Sets the learning rate at the start of every epoch. */
import { platform } from '#platform';
import type { Schedule } from '@isograd/optimizers';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import type { Callback, TrainedModel } from '../training/callback.js';
import { badScheduleResult } from './callback-messages.js';
import { verbosity } from './verbosity.js';

/** From the number of an epoch, from 0, and the rate so far to the rate of the epoch. */
export type EpochSchedule = (epoch: number, learningRate: number) => number | Promise<number>;

/** Options of `learningRateScheduler`. */
export interface LearningRateSchedulerOptions {
  /** 1 prints every rate. Default: 0. */
  readonly verbose?: 0 | 1;
}

/**
 * Sets the learning rate at the start of every epoch, and adds it to the logs as `learningRate` (Keras:
 * `learning_rate`).
 *
 * @param schedule - A function, or a schedule of `@isograd/optimizers`, whose steps are epochs then. To have its steps be
 * training steps, give it to the optimizer instead.
 * @throws {ValueError} LAYER_OPTION; SCHEDULE_RESULT and LEARNING_RATE while it trains
 * @example
 * import { learningRateScheduler } from '@isograd/layers';
 * const callback = learningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)));
 */
export function learningRateScheduler(
  schedule: EpochSchedule | Schedule,
  options: LearningRateSchedulerOptions = {},
): Callback {
  const name = 'LearningRateScheduler';
  const isVerbose = verbosity(name, options.verbose);
  let model: TrainedModel | undefined;
  return {
    name,
    setModel: (trained) => {
      model = trained;
    },
    onEpochBegin: async (epoch) => {
      if (model === undefined) return;
      const rate = isSchedule(schedule)
        ? await rateOf(schedule, epoch)
        : await schedule(epoch, await model.getLearningRate());
      if (typeof rate !== 'number' || !(rate >= 0)) throw badScheduleResult(name, epoch, rate);
      model.setLearningRate(rate);
      if (isVerbose) platform.writeLine(`Epoch ${epoch + 1}: the learning rate is ${rate}`);
    },
    onEpochEnd: async (_epoch, logs) => {
      if (model !== undefined) logs['learningRate'] = await model.getLearningRate();
    },
  };
}

/** A schedule of the optimizers says how it was made. */
function isSchedule(schedule: EpochSchedule | Schedule): schedule is Schedule {
  return 'config' in schedule;
}

async function rateOf(schedule: Schedule, epoch: number): Promise<number | undefined> {
  const rate = tidy(() => schedule(scalar(epoch, 'int32')));
  try {
    return (await rate.data())[0];
  } finally {
    rate.dispose();
  }
}
