/** tf.tidy for functions that return trees. */
import { type TensorContainer, tidy } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';

/**
 * Runs `fn` and disposes every tensor made in it, except those in the tree that it returns. This is tf.tidy
 * with a type that admits read-only trees.
 *
 * @param fn - Returns a tree of tensors.
 * @returns That tree.
 */
export function tidyTree<T extends TensorTree>(fn: () => T): T {
  return tidy(fn as () => TensorContainer) as T;
}
