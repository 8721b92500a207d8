/** Gradients whose mean over the inputs of each unit is zero. */
import { mean, sub } from '@tensorflow/tfjs-core';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { type EmptyState, stateless } from './stateless.js';

/**
 * Subtracts from each gradient of rank 2 and above its mean over every axis but the last: g - mean(g). The last axis of
 * kernels counts the units or filters, as in Keras; PyTorch's is the first, and so is the one that Optax's `centralize`
 * keeps. Vectors and scalars pass as they are.
 *
 * @see Yong, Huang, Hua, Zhang: "Gradient Centralization: A New Optimization Technique for Deep Neural Networks" (ECCV 2020)
 */
export function centralizeGradients(): GradientTransformation<EmptyState> {
  return stateless((grads) =>
    mapTensors(
      'centralizeGradients',
      ([g]) => (g.rank < 2 ? g : sub(g, mean(g, axesButLast(g.rank), true))), // mean: [1, ..., units]
      [grads],
    ),
  );
}

/** Every axis of a kernel but that of its units. */
export function axesButLast(rank: number): number[] {
  return Array.from({ length: rank - 1 }, (_, axis) => axis);
}
