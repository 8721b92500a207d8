/** Choices between trees by a tensor, so that no branch depends on a value. */
import { treeMap } from '@isograd/core';
import { type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';

/**
 * The first tree where the condition holds, else the second: `where` of each pair of tensors, and the tensor itself
 * where both trees have the same. NaN in the tree that is not chosen leaves no trace.
 *
 * @param condition - bool scalar.
 */
export function treeWhere<T extends TensorTree>(condition: Tensor, then: T, otherwise: T): T {
  return treeMap<Tensor, Tensor>(([a, b]) => (a === b ? a : where(condition, a, b as Tensor)), then, otherwise) as T;
}

/** Zeros in the structure and shapes of a tree. */
export function treeZeros<T extends TensorTree>(tree: T): T {
  return treeMap<Tensor, Tensor>(([leaf]) => zerosLike(leaf), tree) as T;
}
