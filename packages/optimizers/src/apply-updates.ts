/** The last step of a training step: parameters plus updates. */
import { add } from '@tensorflow/tfjs-core';
import type { TensorTree } from './gradient-transformation.js';
import { mapTensors } from './map-tensors.js';

/**
 * Adds updates to parameters: params' = params + updates. Updates carry their minus sign already.
 *
 * @param params - float32 parameters; they are not disposed.
 * @param updates - What `update` returned for them.
 * @returns New tensors in the structure of `params`, which the caller disposes.
 * @throws {ValueError} TREE_STRUCTURE
 * @throws {ShapeError} OPTIMIZER_SHAPE
 */
export function applyUpdates(params: TensorTree, updates: TensorTree): TensorTree {
  return mapTensors('applyUpdates', ([param, update]) => add(param, update), [params, updates]);
}
