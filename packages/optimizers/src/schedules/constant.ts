/** The learning rate that stays. */
import { scalar } from '@tensorflow/tfjs-core';
import { badLearningRate } from '../messages.js';
import { checkLearningRate } from '../check-option.js';
import { defineSchedule, type Schedule } from './schedule.js';

/**
 * The same rate at every step. Where a number is accepted it does the same, and can be changed.
 *
 * @param learningRate - Not negative.
 * @throws {ValueError} LEARNING_RATE
 */
export function constant(learningRate: number): Schedule {
  if (typeof learningRate !== 'number') throw badLearningRate('constant', learningRate);
  checkLearningRate('constant', learningRate);
  return defineSchedule({ name: 'constant', learningRate }, () => scalar(learningRate));
}
