/** Leaves gradients as they are. */
import type { GradientTransformation } from '../gradient-transformation.js';
import { type EmptyState, stateless } from './stateless.js';

/** The transformation that returns the gradients it is given: the neutral part of a chain. */
export function identity(): GradientTransformation<EmptyState> {
  return stateless((grads) => grads);
}
