/** The inner product of trees. */
import { treeLeaves } from '@isograd/core';
import { addN, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';
import { mapTensors } from './map-tensors.js';

/**
 * The inner product of two trees, each seen as one vector.
 *
 * @param a - At least one float32 tensor.
 * @param b - In the structure and shapes of `a`.
 * @returns float32 scalar.
 */
export function treeDot(a: TensorTree, b: TensorTree): Tensor {
  return addN(treeLeaves(mapTensors('treeDot', ([x, y]) => sum(mul(x, y)), [a, b])));
}
