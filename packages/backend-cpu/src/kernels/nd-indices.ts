/** Reading and writing rows that are addressed by index tuples. */
import { hostZeros, type Shape, sizeOf } from '@isograd/core';
import {
  backend_util,
  GatherNd,
  type KernelConfig,
  ScatterNd,
  type TensorInfo,
  TensorScatterUpdate,
} from '@tensorflow/tfjs-core';
import { indexOutside } from '../messages.js';
import { defineKernel, type HostTensor } from './define-kernel.js';

/** Where the addressed rows begin in a tensor, and the size of each. */
interface Rows {
  readonly starts: Float64Array;
  readonly rowSize: number;
}

/**
 * The rows of a tensor of `shape` that the tuples of `indices` name, each of `tupleSize` indices.
 *
 * @throws {ValueError} CPU_INDEX when an index lies outside of its axis.
 */
function rowsOf(kernelName: string, indices: HostTensor, tupleSize: number, shape: Shape): Rows {
  const rowSize = sizeOf(shape.slice(tupleSize));
  const starts = new Float64Array(indices.values.length / tupleSize);
  for (let row = 0; row < starts.length; row++) {
    let start = 0;
    for (let axis = 0; axis < tupleSize; axis++) {
      const index = indices.values[row * tupleSize + axis] as number;
      const size = shape[axis] ?? 0;
      if (!(index >= 0 && index < size)) throw indexOutside(kernelName, index, axis, shape);
      start = start * size + index;
    }
    starts[row] = start * rowSize;
  }
  return { starts, rowSize };
}

/** Scattering takes a vector of indices as tuples of one. */
function scatterTuple({ shape }: HostTensor): number {
  return shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
}

/** The kernel `GatherNd`: y[i] = params[indices[i]]. */
export const gatherNdKernel: KernelConfig = defineKernel<
  { readonly params: HostTensor; readonly indices: HostTensor },
  object
>(GatherNd, ({ params, indices }) => {
  const [shape] = backend_util.prepareAndValidate(params as object as TensorInfo, indices as object as TensorInfo);
  const { starts, rowSize } = rowsOf(GatherNd, indices, indices.shape.at(-1) ?? 1, params.shape);
  const values = hostZeros(params.dtype, starts.length * rowSize);
  starts.forEach((start, row) => values.set(params.values.subarray(start, start + rowSize), row * rowSize));
  return { shape, dtype: params.dtype, values };
});

/** The kernel `ScatterNd`: y[indices[i]] += updates[i] into zeros. */
export const scatterNdKernel: KernelConfig = defineKernel<
  { readonly indices: HostTensor; readonly updates: HostTensor },
  { readonly shape: Shape }
>(ScatterNd, ({ indices, updates }, { shape }) => {
  const { starts, rowSize } = rowsOf(ScatterNd, indices, scatterTuple(indices), shape);
  const sums = new Float64Array(sizeOf(shape));
  starts.forEach((start, row) => {
    for (let k = 0; k < rowSize; k++) {
      sums[start + k] = (sums[start + k] as number) + (updates.values[row * rowSize + k] as number);
    }
  });
  const values = hostZeros(updates.dtype, sums.length);
  values.set(sums);
  return { shape, dtype: updates.dtype, values };
});

/** The kernel `TensorScatterUpdate`: a copy of the tensor with y[indices[i]] = updates[i], the last of equals. */
export const tensorScatterUpdateKernel: KernelConfig = defineKernel<
  { readonly tensor: HostTensor; readonly indices: HostTensor; readonly updates: HostTensor },
  object
>(TensorScatterUpdate, ({ tensor, indices, updates }) => {
  const { starts, rowSize } = rowsOf(TensorScatterUpdate, indices, scatterTuple(indices), tensor.shape);
  const values = hostZeros(tensor.dtype, tensor.values.length);
  values.set(tensor.values);
  const isOne = updates.shape.length === 0;
  starts.forEach((start, row) => {
    for (let k = 0; k < rowSize; k++) values[start + k] = updates.values[isOne ? 0 : row * rowSize + k] as number;
  });
  return { shape: tensor.shape, dtype: tensor.dtype, values };
});
