/** Asks a schedule for a rate. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { badScheduleResult } from '../messages.js';
import type { Schedule } from './schedule.js';

/**
 * The rate at `count`.
 *
 * @throws {ShapeError} SCHEDULE_SHAPE
 */
export function evaluateSchedule(schedule: Schedule, count: Tensor): Tensor {
  const rate = schedule(count);
  if (rate.rank !== 0) throw badScheduleResult(rate);
  return rate;
}
