/** Tuples of positions as numbers of rows; tfjs's kernels read and write outside of the tensor where a tuple does not fit. */
import { sizeOf } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { invalidIndices } from '../messages.js';
import type { Runtime } from '../runtime.js';

/**
 * The row that each tuple names, of a table whose first `depth` axes are laid out as rows.
 *
 * @param indices - int32; as many tuples of `depth` positions as fit.
 * @param shape - Shape of the table.
 * @throws {ValueError} WASM_INDEX when a tuple lies outside of the table.
 */
export function rowNumbers(
  runtime: Runtime,
  kernelName: string,
  indices: TensorInfo,
  depth: number,
  shape: readonly number[],
): Int32Array {
  const positions = runtime.integers(indices);
  const rows = new Int32Array(sizeOf(indices.shape) / Math.max(1, depth));
  for (let axis = 0; axis < depth; axis++) {
    const length = shape[axis] ?? 0;
    for (let row = 0; row < rows.length; row++) {
      const position = positions[row * depth + axis] as number;
      if (position < 0 || position >= length) {
        throw invalidIndices(kernelName, positions.slice(row * depth, (row + 1) * depth), shape);
      }
      rows[row] = (rows[row] as number) * length + position;
    }
  }
  return rows;
}
