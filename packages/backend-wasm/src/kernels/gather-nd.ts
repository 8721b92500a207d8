/** Rows of a table by tuples of positions: a look-up by row numbers. */
import { gather_util, GatherNd, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { gatherNumbers, gatherRows } from './gather.js';
import { addPositions, withRowNumbers } from './row-numbers.js';

interface Inputs {
  /** Any dtype but string. */
  readonly params: TensorInfo;
  /** int32 `[..., depth]`: positions on the first `depth` axes of `params`. */
  readonly indices: TensorInfo;
}

/** The kernel `GatherNd`. */
export const gatherNdKernel: WasmKernel<Inputs> = {
  kernelName: GatherNd,
  functions: [addPositions, gatherRows, gatherNumbers],
  compute(runtime, { params, indices }) {
    const [outShape, count, rowSize] = gather_util.prepareAndValidate(params, indices);
    const depth = indices.shape.at(-1) ?? 0;
    const rowBytes = rowSize * util.bytesPerElement(params.dtype);
    return withRowNumbers(runtime, { kernelName: GatherNd, indices, depth, shape: params.shape }, count, (rows) => {
      const out = runtime.output(outShape, params.dtype);
      runtime.run(rowBytes === 4 ? gatherNumbers : gatherRows, {
        x: runtime.address(params),
        indices: rows,
        out: runtime.address(out),
        outer: 1,
        count,
        rowBytes,
        tableBytes: 0,
      });
      return out;
    });
  },
};
