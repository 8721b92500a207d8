/** Datasets over arrays in memory. */
import { type ElementOf, elementAt, readColumns } from '../columns.js';
import { createDataset } from '../create-dataset.js';
import type { Dataset } from '../dataset.js';
import { indexed } from '../pipeline.js';

/**
 * One element for each index of the first axis of every array in a tree.
 *
 * An NdArray, a typed array or nested rows of numbers give NdArrays of one axis less, so an `Int32Array` of
 * labels gives int32 scalars of shape `[]`; a plain list gives its numbers, booleans or strings. Integer typed
 * arrays become int32 (a `Uint8Array` too: bytes are numbers here, and bool comes as an NdArray), nested rows
 * and `Float64Array` float32. Elements are copies; the arrays must not change while the dataset is in use.
 *
 * @param arrays - A tree of arrays whose first axes have the same size, at least 1.
 * @returns An indexed dataset.
 * @throws {ShapeError} DATA_LEADING_SIZE when the sizes differ, DATA_RAGGED when rows do.
 * @throws {DTypeError} DATA_ARRAY for a leaf that is no array of numbers, booleans or strings.
 * @throws {ValueError} DATA_EMPTY
 * @example
 * import { fromArrays } from '@isograd/data';
 * const xor = fromArrays({ x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: Int32Array.of(0, 1, 1, 0) });
 * const batches = xor.shuffle({ seed: 7 }).batch(2);
 */
export function fromArrays<const T extends object>(arrays: T): Dataset<ElementOf<T>> {
  const { columns, length } = readColumns('fromArrays', arrays);
  return createDataset(
    indexed({
      name: `fromArrays(${length})`,
      size: length,
      view: () => (index) => elementAt<T>(columns, index),
    }),
  );
}
