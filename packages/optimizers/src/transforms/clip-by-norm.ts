/** Clips each tensor to a norm of its own. */
import { div, maximum, mul, sqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { checkPositive } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { type EmptyState, stateless } from './stateless.js';

/**
 * Scales each gradient down whose own norm is above `maxNorm`.
 *
 * g · maxNorm / max(‖g‖₂, maxNorm), for each tensor by itself. A shorter gradient keeps its bits; one with a
 * NaN becomes NaN.
 *
 * @param maxNorm - Above 0.
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function clipByNorm(maxNorm: number): GradientTransformation<EmptyState> {
  checkPositive('clipByNorm', 'maxNorm', maxNorm);
  return stateless((grads) => mapTensors('clipByNorm', ([g]) => mul(g, clipFactor(sum(square(g)), maxNorm)), [grads]));
}

/**
 * maxNorm / max(√squaredNorm, maxNorm): exactly 1 for a norm below `maxNorm`.
 *
 * @param squaredNorm - float32 scalar.
 * @param maxNorm - Above 0.
 */
export function clipFactor(squaredNorm: Tensor, maxNorm: number): Tensor {
  return div(maxNorm, maximum(sqrt(squaredNorm), maxNorm));
}
