/** Gradient descent's own part: the learning rate, and the minus sign. */
import { neg } from '@tensorflow/tfjs-core';
import type { GradientTransformation } from '../gradient-transformation.js';
import type { Schedule } from '../schedules/schedule.js';
import { scale } from './scale.js';
import { type LearningRateState, withLearningRate } from './with-learning-rate.js';

/**
 * Turns a direction into a descent step by the learning rate: -lr · g.
 *
 * @param learningRate - Not negative, and kept in the state, where `setLearningRate` can change it; or a
 * schedule, evaluated at the number of updates made.
 * @throws {ValueError} LEARNING_RATE
 */
export function scaleByLearningRate(learningRate: number | Schedule): GradientTransformation<LearningRateState> {
  return withLearningRate(learningRate, (rate) => ({ scale: scale(neg(rate)) }));
}
