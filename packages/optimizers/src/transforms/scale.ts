/** Multiplies by a factor. */
import { mul, type Tensor } from '@tensorflow/tfjs-core';
import { checkFinite } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { type EmptyState, stateless } from './stateless.js';

/**
 * Multiplies every gradient by a factor: factor · g.
 *
 * @param factor - A finite number, or a float32 scalar tensor.
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function scale(factor: number | Tensor): GradientTransformation<EmptyState> {
  if (typeof factor === 'number') checkFinite('scale', 'factor', factor);
  return stateless((grads) => mapTensors('scale', ([g]) => mul(g, factor), [grads]));
}
