/** Kernels that put rows where tuples of positions say; tfjs's do so outside the tensor too, and break the memory. */
import { sizeOf } from '@isograd/core';
import { Fill, SparseToDense, type TensorInfo, TensorScatterUpdate, util } from '@tensorflow/tfjs-core';
import { i32 } from '../assembler/operators.js';
import type { Runtime } from '../runtime.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { copyRows } from './copy-rows.js';
import { addPositions, tupleCount, withRowNumbers } from './row-numbers.js';

const parameters = {
  /** Row numbers, int32 `[count]`. */
  rows: 'i32',
  count: 'i32',
  /** The first row that is written, and the bytes from one to the next: 0 when one is written everywhere. */
  from: 'i32',
  fromRow: 'i32',
  out: 'i32',
  rowBytes: 'i32',
} as const;

/** out[rows[i]] = from[i], in order: of two for one row the later stays. */
const writeRows = wasmFunction('writeRows', parameters, (f, { rows, count, from, fromRow, out, rowBytes }) => {
  f.repeat(count, () => {
    f.copyMemory(i32.add(out, i32.mul(i32.load(rows), rowBytes)), from, rowBytes);
    f.increase(rows, 4);
    f.increase(from, fromRow);
  });
});

/** The same for rows of four bytes. */
const writeNumbers = wasmFunction('writeNumbers', parameters, (f, { rows, count, from, fromRow, out }) => {
  f.repeat(count, () => {
    f.store('i32.store', i32.add(out, i32.shl(i32.load(rows), 2)), i32.load(from));
    f.increase(rows, 4);
    f.increase(from, fromRow);
  });
});

/** Where rows are put: tuples of `depth` positions, the rows, all of one dtype, and what they are put into. */
interface Rows {
  readonly kernelName: string;
  /** int32 `[..., depth]` */
  readonly indices: TensorInfo;
  readonly depth: number;
  /** As many rows as tuples, or one for all. */
  readonly updates: TensorInfo;
  readonly shape: readonly number[];
}

/** The tensor that `make` makes, with the rows put into it. */
function withRows(
  runtime: Runtime,
  { kernelName, indices, depth, updates, shape }: Rows,
  make: () => TensorInfo,
): TensorInfo {
  const count = tupleCount(indices, depth);
  const rowBytes = sizeOf(shape.slice(depth)) * util.bytesPerElement(updates.dtype);
  return withRowNumbers(runtime, { kernelName, indices, depth, shape }, count, (rows) => {
    const out = make();
    const fromRow = updates.shape.length === 0 ? 0 : rowBytes;
    const [from, to] = [runtime.address(updates), runtime.address(out)];
    const write = rowBytes === 4 ? writeNumbers : writeRows;
    runtime.run(write, { rows, count, from, fromRow, out: to, rowBytes });
    return out;
  });
}

interface SparseInputs {
  /** int32 `[]`, `[count]` or `[count, depth]` */
  readonly sparseIndices: TensorInfo;
  /** `[]` or `[count]` */
  readonly sparseValues: TensorInfo;
  /** `[]`, of the dtype of the values. */
  readonly defaultValue: TensorInfo;
}

/** The kernel `SparseToDense`. */
export const sparseToDenseKernel: WasmKernel<SparseInputs, { readonly outputShape: readonly number[] }> = {
  kernelName: SparseToDense,
  functions: [addPositions, writeRows, writeNumbers],
  compute(runtime, { sparseIndices, sparseValues, defaultValue }, { outputShape }) {
    const depth = sparseIndices.shape.length < 2 ? 1 : (sparseIndices.shape.at(-1) ?? 1);
    const { dtype } = sparseValues;
    const rows = {
      kernelName: SparseToDense,
      indices: sparseIndices,
      depth,
      updates: sparseValues,
      shape: outputShape,
    };
    return withRows(runtime, rows, () => {
      const [value = 0] = runtime.read(defaultValue) as Float32Array;
      if (value === 0) return runtime.zeros(outputShape, dtype);
      return runtime.call(Fill, {}, { shape: outputShape, value, dtype });
    });
  },
};

interface UpdateInputs {
  readonly tensor: TensorInfo;
  /** int32 `[..., depth]` */
  readonly indices: TensorInfo;
  /** `[..., rest of the shape]`, or a scalar. */
  readonly updates: TensorInfo;
}

/** The kernel `TensorScatterUpdate`: a copy of `tensor` with other rows. */
export const tensorScatterUpdateKernel: WasmKernel<UpdateInputs> = {
  kernelName: TensorScatterUpdate,
  functions: [addPositions, writeRows, writeNumbers, copyRows],
  compute(runtime, { tensor, indices, updates }) {
    const { shape, dtype } = tensor;
    const depth = indices.shape.length < 2 ? 1 : (indices.shape.at(-1) ?? 1);
    return withRows(runtime, { kernelName: TensorScatterUpdate, indices, depth, updates, shape }, () => {
      const out = runtime.output(shape, dtype);
      const rowBytes = sizeOf(shape) * util.bytesPerElement(dtype);
      const [from, to] = [runtime.address(tensor), runtime.address(out)];
      runtime.run(copyRows, { from, fromRow: 0, to, toRow: 0, rows: 1, rowBytes });
      return out;
    });
  },
};
