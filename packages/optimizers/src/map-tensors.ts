/** Applies a function to corresponding tensors of trees that must agree in structure and in every shape. */
import { shapesMatch, treeMap } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';
import { shapesDiffer } from './messages.js';

/** One tensor for each tree. */
type Corresponding<Trees extends readonly TensorTree[]> = { readonly [K in keyof Trees]: Tensor };

/**
 * `treeMap` with a check: tensors of one path have one shape, so that no op broadcasts in silence.
 *
 * @param where - Who asks, for the error.
 * @param fn - Receives the tensors of one path, and the path.
 * @param trees - The first gives structure and shapes: pass the parameters, or the state made for them.
 * @returns A tree of the results.
 * @throws {ValueError} TREE_STRUCTURE
 * @throws {ShapeError} OPTIMIZER_SHAPE
 */
export function mapTensors<const Trees extends readonly [TensorTree, ...TensorTree[]]>(
  where: string,
  fn: (tensors: Corresponding<Trees>, path: string) => Tensor,
  trees: Trees,
): TensorTree {
  const [first, ...rest] = trees;
  return treeMap<Tensor, Tensor>(
    (tensors, path) => {
      const [expected, ...others] = tensors;
      for (const received of others) {
        if (!shapesMatch(expected.shape, received.shape)) throw shapesDiffer(where, path, received, expected);
      }
      return fn(tensors as Corresponding<Trees>, path);
    },
    first,
    ...rest,
  );
}
