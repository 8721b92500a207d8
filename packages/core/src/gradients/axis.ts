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

/** `[outer, size, inner]` with its axis filled up with a number. */
export function padAxis(x: tf.Tensor3D, before: number, after: number, value = 0): tf.Tensor3D {
  return tf.pad(
    x,
    [
      [0, 0],
      [before, after],
      [0, 0],
    ],
    value,
  );
}

/** `size` elements of the axis of `[outer, size, inner]` from `begin` on. */
export function sliceAxis(x: tf.Tensor3D, begin: number, size: number): tf.Tensor3D {
  return tf.slice(x, [0, begin, 0], [x.shape[0], size, x.shape[2]]);
}

/** Puts element i of an axis to position begin + i * stride of an axis of `total` elements, between zeros. */
export function unstride(dy: tf.Tensor, axis: number, total: number, begin: number, stride: number): tf.Tensor {
  const shape = withAxis(dy.shape, axis, total);
  const count = dy.shape[axis] ?? 1;
  if (dy.size === 0) return tf.zeros(shape);
  let rows = isolateAxis(dy, axis);
  if (stride < 0) rows = tf.reverse(rows, 1);
  const step = Math.abs(stride);
  const first = stride < 0 ? begin + (count - 1) * stride : begin;
  if (step > 1) {
    const [outer, , inner] = rows.shape;
    const spaced = padAxis(tf.reshape(rows, [outer * count, 1, inner]), 0, step - 1);
    rows = sliceAxis(tf.reshape(spaced, [outer, count * step, inner]), 0, Math.min(count * step, total - first));
  }
  return tf.reshape(padAxis(rows, first, total - first - rows.shape[1]), shape);
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
