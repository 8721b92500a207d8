/** Tuples of positions as numbers of rows; tfjs's kernels read and write outside of the tensor where a tuple does not fit. */
import { sizeOf } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { i32 } from '../assembler/operators.js';
import { invalidIndices } from '../messages.js';
import type { Runtime } from '../runtime.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';

const parameters = {
  positions: 'i32',
  /** Bytes from one position to the next. */
  stride: 'i32',
  rows: 'i32',
  count: 'i32',
  /** Of the axis. */
  length: 'i32',
} as const;

/** row = row · length + position, for one axis of all tuples; the word after the rows becomes 1 if one does not fit. */
export const addPositions: WasmFunction<typeof parameters> = wasmFunction(
  'addPositions',
  parameters,
  (f, { positions, stride, rows, count, length }) => {
    const position = f.local('i32');
    const isOutside = f.local('i32');
    f.repeat(count, () => {
      f.set(position, i32.load(positions));
      f.set(isOutside, i32.or(isOutside, i32.ge_u(position, length)));
      f.store('i32.store', rows, i32.add(i32.mul(i32.load(rows), length), position));
      f.increase(positions, stride);
      f.increase(rows, 4);
    });
    f.store('i32.store', rows, i32.or(i32.load(rows), isOutside));
  },
);

/** What a look-up by row numbers needs to know. */
export interface Tuples {
  /** Who asks, for the error. */
  readonly kernelName: string;
  /** int32; as many tuples of `depth` positions as fit. */
  readonly indices: TensorInfo;
  readonly depth: number;
  /** Shape of the table, whose first `depth` axes are laid out as rows. */
  readonly shape: readonly number[];
}

/**
 * Lends the row numbers that tuples name, int32 `[count]`, to `use`. A tuple of no positions names row 0.
 *
 * @throws {ValueError} WASM_INDEX when a tuple lies outside of the table.
 */
export function withRowNumbers<Result>(
  runtime: Runtime,
  { kernelName, indices, depth, shape }: Tuples,
  count: number,
  use: (rows: number) => Result,
): Result {
  const sizeBytes = 4 * (count + 1);
  return runtime.withScratch(sizeBytes, (rows) => {
    runtime.fill(rows, sizeBytes);
    for (let axis = 0; axis < depth; axis++) {
      const positions = runtime.address(indices) + 4 * axis;
      runtime.run(addPositions, { positions, stride: 4 * depth, rows, count, length: shape[axis] ?? 0 });
    }
    if (runtime.word(rows + 4 * count) !== 0) {
      throw invalidIndices(kernelName, outsideOf(runtime.integers(indices), depth, shape), shape);
    }
    return use(rows);
  });
}

/** How many tuples of `depth` positions `indices` has. */
export function tupleCount({ shape }: TensorInfo, depth: number): number {
  return sizeOf(shape) / Math.max(1, depth);
}

/** The first tuple that lies outside. */
function outsideOf(positions: Int32Array, depth: number, shape: readonly number[]): Int32Array {
  const isOutside = (position: number, index: number): boolean =>
    position < 0 || position >= (shape[index % depth] ?? 0);
  const first = positions.findIndex(isOutside);
  const start = first - (first % depth);
  return positions.slice(start, start + depth);
}
