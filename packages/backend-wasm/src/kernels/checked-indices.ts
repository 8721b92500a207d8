/** Kernels that read or write where indices say; tfjs's do so outside the tensor too, and break the memory. */
import { GatherNd, ScatterNd, SparseToDense, type TensorInfo, TensorScatterUpdate } from '@tensorflow/tfjs-core';
import { invalidIndices } from '../messages.js';
import type { WasmKernel } from '../wasm-kernel.js';

type Inputs = Readonly<Record<string, TensorInfo>>;

interface Attributes {
  readonly shape?: readonly number[];
  readonly outputShape?: readonly number[];
}

/**
 * @param indicesName - The input, int32 `[..., depth]`, whose rows are positions on the first axes of `shapeOf`.
 * @param shapeOf - Shape of the tensor that is read or written.
 */
function withCheckedIndices(
  kernelName: string,
  indicesName: string,
  shapeOf: (inputs: Inputs, attributes: Attributes) => readonly number[] | undefined,
): WasmKernel<Inputs, Attributes> {
  return {
    kernelName,
    functions: [],
    compute(runtime, inputs, attributes) {
      const indices = inputs[indicesName] as TensorInfo;
      const shape = shapeOf(inputs, attributes) ?? [];
      // A list is one position to GatherNd; to the others, as many on one axis.
      const depth = kernelName !== GatherNd && indices.shape.length < 2 ? 1 : (indices.shape.at(-1) ?? 1);
      const values = runtime.read(indices) as Int32Array;
      for (let index = 0; index < values.length; index++) {
        const value = values[index] as number;
        if (value >= 0 && value < (shape[index % depth] ?? 0)) continue;
        const start = index - (index % depth);
        throw invalidIndices(kernelName, values.subarray(start, start + depth), shape);
      }
      return runtime.callUpstream(kernelName, inputs, attributes);
    },
  };
}

/** The kernels `GatherNd`, `ScatterNd`, `SparseToDense` and `TensorScatterUpdate`. */
export const checkedIndicesKernels: readonly WasmKernel<Inputs, Attributes>[] = [
  withCheckedIndices(GatherNd, 'indices', ({ params }) => params?.shape),
  withCheckedIndices(ScatterNd, 'indices', (_, { shape }) => shape),
  withCheckedIndices(SparseToDense, 'sparseIndices', (_, { outputShape }) => outputShape),
  withCheckedIndices(TensorScatterUpdate, 'indices', ({ tensor }) => tensor?.shape),
];
