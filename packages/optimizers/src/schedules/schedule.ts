/** A learning rate that depends on the step. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../json.js';

/**
 * From the number of updates made, an int32 scalar, to the learning rate of the next, a float32 scalar. It runs
 * inside the training step, so it is made of tensor ops: no read, no branch on the value.
 *
 * @example
 * import { sgd } from '@isograd/optimizers';
 * import { add, cast, div } from '@tensorflow/tfjs-core';
 * const optimizer = sgd({ learningRate: (count) => div(0.1, add(cast(count, 'float32'), 1)) });
 */
export interface Schedule {
  (count: Tensor): Tensor;
  /** Name and options, where the schedule can be written to a file. */
  readonly config?: JsonObject;
}

/**
 * Gives a schedule its config.
 *
 * @param config - `name`, the name of the function that makes the schedule, and its options.
 * @param schedule - The schedule.
 */
export function defineSchedule(config: JsonObject, schedule: (count: Tensor) => Tensor): Schedule {
  return Object.assign(schedule, { config });
}
