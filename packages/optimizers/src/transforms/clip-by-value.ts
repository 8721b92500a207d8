/** Clips every element. */
import { clipByValue as clipTensor } from '@tensorflow/tfjs-core';
import { checkPositive } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { type EmptyState, stateless } from './stateless.js';

/**
 * Clips every element to the range from -limit to limit: max(-limit, min(limit, g)).
 *
 * @param limit - Above 0.
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function clipByValue(limit: number): GradientTransformation<EmptyState> {
  checkPositive('clipByValue', 'limit', limit);
  return stateless((grads) => mapTensors('clipByValue', ([g]) => clipTensor(g, -limit, limit), [grads]));
}
