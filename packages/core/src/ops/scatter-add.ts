/** Adds to picked places of a tensor. */
import { add, scatterND, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { opInputDType, opInputShape } from '../messages.js';
import { formatShape, shapesMatch } from '../shape.js';

/** Where and what `scatterAdd` adds. */
export interface ScatterAddUpdates {
  /** int32 `[..., depth]`: positions along the first `depth` axes of `x`. */
  readonly indices: Tensor;
  /** float32 `[..., ...rest]`: what is added there; `rest` are the axes of `x` behind the first `depth`. */
  readonly updates: Tensor;
}

/**
 * A copy of `x` to which updates are added at the given positions; where one comes twice, both are added.
 *
 * y = x, then y[indices[i]] += updates[i] for every i: `x.at[indices].add(updates)` in JAX and
 * `tensor_scatter_nd_add` in TensorFlow.
 *
 * @param x - float32, any shape.
 * @returns float32, the shape of `x`.
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE
 * @example
 * import { scatterAdd } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const indices = tf.tensor2d([[0], [2], [2]], [3, 1], 'int32');
 * scatterAdd(tf.zeros([4]), { indices, updates: tf.tensor1d([1, 2, 3]) }).print(); // [1, 0, 5, 0]
 */
export function scatterAdd(x: Tensor, { indices, updates }: ScatterAddUpdates): Tensor {
  if (indices.dtype !== 'int32') throw opInputDType('scatterAdd', 'indices', indices.dtype, 'int32');
  const depth = indices.shape.at(-1) ?? 0;
  if (indices.rank < 1 || depth < 1 || depth > x.rank) {
    throw opInputShape(
      'scatterAdd',
      'indices must hold positions along the first axes of x in its last axis.',
      indices.shape,
      `[..., depth] with depth from 1 to ${x.rank} for x ${formatShape(x.shape)}`,
      'append an axis of size 1 to pick entries of the first axis.',
    );
  }
  const expected = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)];
  if (!shapesMatch(updates.shape, expected)) {
    throw opInputShape(
      'scatterAdd',
      'updates must have one entry for each position.',
      updates.shape,
      `${formatShape(expected)} for indices ${formatShape(indices.shape)} and x ${formatShape(x.shape)}`,
      'give each position what is added there.',
    );
  }
  return tidy(() => add(x, scatterND(indices, updates, x.shape)));
}
