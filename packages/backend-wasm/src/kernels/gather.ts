/** Rows of a table by their index, also with a table for each batch, which tfjs's kernel reads at wrong places. */
import { sizeOf } from '@isograd/core';
import { backend_util, GatherV2, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { i32 } from '../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';

/** `outer` tables of `tableBytes`, from each of which the same `count` rows are taken. */
const parameters = {
  x: 'i32',
  indices: 'i32',
  out: 'i32',
  outer: 'i32',
  count: 'i32',
  rowBytes: 'i32',
  tableBytes: 'i32',
} as const;

export const gatherRows: WasmFunction<typeof parameters> = wasmFunction(
  'gatherRows',
  parameters,
  (f, { x, indices, out, outer, count, rowBytes, tableBytes }) => {
    const end = f.local('i32', i32.add(indices, i32.shl(count, 2)));
    const index = f.local('i32');
    f.repeat(outer, () => {
      f.set(index, indices);
      f.while(i32.lt_u(index, end), () => {
        f.copyMemory(out, i32.add(x, i32.mul(i32.load(index), rowBytes)), rowBytes);
        f.increase(index, 4);
        f.increase(out, rowBytes);
      });
      f.increase(x, tableBytes);
    });
  },
);

/** The same for rows of four bytes: one number each. */
export const gatherNumbers: WasmFunction<typeof parameters> = wasmFunction(
  'gatherNumbers',
  parameters,
  (f, { x, indices, out, outer, count, tableBytes }) => {
    const end = f.local('i32', i32.add(indices, i32.shl(count, 2)));
    const index = f.local('i32');
    f.repeat(outer, () => {
      f.set(index, indices);
      f.while(i32.lt_u(index, end), () => {
        f.store('i32.store', out, i32.load(i32.add(x, i32.shl(i32.load(index), 2))));
        f.increase(index, 4);
        f.increase(out, 4);
      });
      f.increase(x, tableBytes);
    });
  },
);

interface Inputs {
  /** Any dtype but string. */
  readonly x: TensorInfo;
  /** int32, any shape. */
  readonly indices: TensorInfo;
}

interface Attributes {
  readonly axis: number;
  /** Leading axes that `x` and `indices` share. */
  readonly batchDims?: number;
}

/** The kernel `GatherV2`. */
export const gatherKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: GatherV2,
  functions: [gatherRows, gatherNumbers],
  compute(runtime, { x, indices }, attributes) {
    const axis = util.parseAxisParam(attributes.axis, x.shape)[0] ?? 0;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      backend_util.segment_util.collectGatherOpShapeInfo(x as never, indices as never, axis, attributes.batchDims ?? 0);
    runtime.requireIndices(GatherV2, indices, dimSize);
    const out = runtime.output(outputShape, x.dtype);
    const outSize = sizeOf(outputShape);
    if (outSize === 0) return out;
    const elementBytes = util.bytesPerElement(x.dtype);
    const rowBytes = sliceSize * elementBytes;
    const count = sizeOf(indices.shape) / batchSize;
    const tableBytes = dimSize * rowBytes;
    for (let batch = 0; batch < batchSize; batch++) {
      runtime.run(rowBytes === 4 ? gatherNumbers : gatherRows, {
        x: runtime.address(x) + batch * outerSize * tableBytes,
        indices: runtime.address(indices) + 4 * batch * count,
        out: runtime.address(out) + batch * outerSize * count * rowBytes,
        outer: outerSize,
        count,
        rowBytes,
        tableBytes,
      });
    }
    return out;
  },
};
