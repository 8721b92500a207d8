/** Clips all gradients together. */
import { treeLeaves } from '@isograd/core';
import { mul } from '@tensorflow/tfjs-core';
import { checkPositive } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { treeDot } from '../tree-dot.js';
import { clipFactor } from './clip-by-norm.js';
import { type EmptyState, stateless } from './stateless.js';

/**
 * Scales all gradients down together when their common norm is above `maxNorm`.
 *
 * g · maxNorm / max(‖G‖₂, maxNorm), where ‖G‖₂ is the norm of all gradients seen as one vector, so that its
 * direction is kept. A NaN in one gradient makes all of them NaN. PyTorch's clip_grad_norm_ adds 1e-6 to
 * ‖G‖₂, Keras and Optax do not.
 *
 * @param maxNorm - Above 0.
 * @throws {ValueError} OPTIMIZER_OPTION
 */
export function clipByGlobalNorm(maxNorm: number): GradientTransformation<EmptyState> {
  checkPositive('clipByGlobalNorm', 'maxNorm', maxNorm);
  return stateless((grads) => {
    if (treeLeaves(grads).length === 0) return grads;
    const factor = clipFactor(treeDot(grads, grads), maxNorm);
    return mapTensors('clipByGlobalNorm', ([g]) => mul(g, factor), [grads]);
  });
}
