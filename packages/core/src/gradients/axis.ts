/** One axis of a tensor at a time: how gradients of many axes stay within the ranks that every backend has. */
import * as tf from '@tensorflow/tfjs-core';
import { type Shape, sizeOf } from '../shape.js';

/** `x` as `[outer, size, inner]`, where `size` is one axis of it. */
export function isolateAxis(x: tf.Tensor, axis: number): tf.Tensor3D {
  return tf.reshape(x, [sizeOf(x.shape.slice(0, axis)), x.shape[axis] ?? 1, sizeOf(x.shape.slice(axis + 1))]);
}

/** `shape` with another size of one axis. */
export function withAxis(shape: Shape, axis: number, size: number): number[] {
  return shape.map((old, index) => (index === axis ? size : old));
}

/** A linear map of an axis: row i holds the weights of the elements that element i of the result is made of. */
export type AxisWeights = readonly Float32Array[];

/**
 * The gradient of a linear map along one axis: the transposed weights times `dy`.
 *
 * @param size - Size of the axis before the map.
 */
export function transposedMap(dy: tf.Tensor, axis: number, weights: AxisWeights, size: number): tf.Tensor {
  const flat = new Float32Array(weights.length * size);
  weights.forEach((row, index) => flat.set(row, index * size));
  const matrix = tf.tensor3d(flat, [1, weights.length, size]);
  return tf.reshape(tf.matMul(matrix, isolateAxis(dy, axis), true, false), withAxis(dy.shape, axis, size));
}
