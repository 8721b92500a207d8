/** Trees made of trees, and choices between them by a tensor, so that no branch depends on a value. */
import { treeLeaves, treeMap } from '@isograd/core';
import { all, clone, isFinite as isFiniteTensor, stack, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
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

/** Copies that can be disposed without the originals: how a state begins with the parameters. */
export function treeClone<T extends TensorTree>(tree: T): T {
  return treeMap<Tensor, Tensor>(([leaf]) => clone(leaf), tree) as T;
}

/**
 * Whether no element of any tensor is infinite or NaN.
 *
 * @param tree - At least one float32 tensor.
 * @returns bool scalar.
 */
export function treeIsFinite(tree: TensorTree): Tensor {
  return all(stack(treeLeaves(tree).map((leaf) => all(isFiniteTensor(leaf)))));
}
