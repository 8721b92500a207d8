/** Rows added up where tuples of positions say: a segment sum by row numbers. */
import { sizeOf } from '@isograd/core';
import { scatter_util, ScatterNd, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { addPositions, withRowNumbers } from './row-numbers.js';
import { segmentSumOfFloats, segmentSumOfIntegers } from './unsorted-segment-sum.js';

interface Inputs {
  /** int32 `[..., depth]`, or a list of positions on the first axis. */
  readonly indices: TensorInfo;
  /** float32, int32 or bool `[..., rest of the shape]` */
  readonly updates: TensorInfo;
}

/** The kernel `ScatterNd`; bools are left to tfjs's when their indices have been checked. */
export const scatterNdKernel: WasmKernel<Inputs, { readonly shape: readonly number[] }> = {
  kernelName: ScatterNd,
  functions: [addPositions, segmentSumOfFloats, segmentSumOfIntegers],
  compute(runtime, inputs, attributes) {
    const { indices, updates } = inputs;
    const { shape } = attributes;
    const { sliceRank, numUpdates, sliceSize } = scatter_util.calculateShapes(updates, indices, [...shape]);
    const tuples = { kernelName: ScatterNd, indices, depth: sliceRank, shape };
    return withRowNumbers(runtime, tuples, numUpdates, (ids) => {
      if (updates.dtype === 'bool') return runtime.callUpstream(ScatterNd, { indices, updates }, attributes);
      const out = runtime.zeros(shape, updates.dtype);
      if (sliceSize === 0) return out;
      runtime.run(updates.dtype === 'float32' ? segmentSumOfFloats : segmentSumOfIntegers, {
        x: runtime.address(updates),
        ids,
        out: runtime.address(out),
        rows: numUpdates,
        rowSize: sliceSize,
        segments: sizeOf(shape) / sliceSize,
      });
      return out;
    });
  },
};
