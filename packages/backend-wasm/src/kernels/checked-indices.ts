/** Kernels that write where indices say; tfjs's do so outside the tensor too, and break the memory. */
import { SparseToDense, type TensorInfo, TensorScatterUpdate } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { addPositions, tupleCount, withRowNumbers } from './row-numbers.js';

type Inputs = Readonly<Record<string, TensorInfo>>;

interface Attributes {
  readonly outputShape?: readonly number[];
}

/**
 * @param indicesName - The input, int32 `[..., depth]`, whose rows are positions on the first axes of `shapeOf`.
 * @param shapeOf - Shape of the tensor that is written.
 */
function withCheckedIndices(
  kernelName: string,
  indicesName: string,
  shapeOf: (inputs: Inputs, attributes: Attributes) => readonly number[] | undefined,
): WasmKernel<Inputs, Attributes> {
  return {
    kernelName,
    functions: [addPositions],
    compute(runtime, inputs, attributes) {
      const indices = inputs[indicesName] as TensorInfo;
      const depth = indices.shape.length < 2 ? 1 : (indices.shape.at(-1) ?? 1); // a list has positions on one axis
      const tuples = { kernelName, indices, depth, shape: shapeOf(inputs, attributes) ?? [] };
      return withRowNumbers(runtime, tuples, tupleCount(indices, depth), () =>
        runtime.callUpstream(kernelName, inputs, attributes),
      );
    },
  };
}

/** The kernels `SparseToDense` and `TensorScatterUpdate`. */
export const checkedIndicesKernels: readonly WasmKernel<Inputs, Attributes>[] = [
  withCheckedIndices(SparseToDense, 'sparseIndices', (_, { outputShape }) => outputShape),
  withCheckedIndices(TensorScatterUpdate, 'indices', ({ tensor }) => tensor?.shape),
];
