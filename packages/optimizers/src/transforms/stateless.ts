/** A transformation that needs no state. */
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';

/** The state of a transformation that has none. */
export type EmptyState = { readonly [name: string]: never };

/**
 * Makes a transformation from a pure function.
 *
 * @param transform - From gradients, and the parameters at which they were taken, to updates.
 */
export function stateless(
  transform: (grads: TensorTree, params: TensorTree) => TensorTree,
): GradientTransformation<EmptyState> {
  return {
    init: () => ({}),
    update: (grads, state, params) => ({ updates: transform(grads, params), state }),
  };
}
