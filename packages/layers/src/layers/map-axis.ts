/** A linear map of one axis of a tensor: resampling and averaging. */
import { sizeOf } from '@isograd/core';
import { matMul, reshape, type Tensor, type Tensor3D, tensor3d } from '@tensorflow/tfjs-core';

/**
 * Makes each element along an axis a weighted sum of the old ones.
 *
 * @param x - float32.
 * @param axis - Counted from the first.
 * @param weights - For each new element the weights of the old ones; they are constants.
 * @returns float32, the axis as long as there are rows of weights.
 */
export function mapAxis(x: Tensor, axis: number, weights: readonly Float32Array[]): Tensor {
  const size = x.shape[axis] ?? 0;
  const flat = new Float32Array(weights.length * size);
  weights.forEach((row, index) => flat.set(row, index * size));
  const matrix = tensor3d(flat, [1, weights.length, size]);
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const columns: Tensor3D = reshape(x, [sizeOf(before), size, sizeOf(after)]); // [outer, size, inner]
  return reshape(matMul(matrix, columns), [...before, weights.length, ...after]);
}
