/** Axes in another order. tfjs's kernel traps on some tensors without elements, and copies where nothing moves. */
import { type Shape, sizeOf } from '@isograd/core';
import { type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

/** Whether elements change their places: whether two axes of more than one element do. */
function moves(shape: Shape, perm: readonly number[]): boolean {
  let last = -1;
  for (const axis of perm) {
    if (shape[axis] === 1) continue;
    if (axis < last) return true;
    last = axis;
  }
  return false;
}

/** The kernel `Transpose`. `x`: any dtype but string. */
export const transposeKernel: WasmKernel<{ readonly x: TensorInfo }, { readonly perm: readonly number[] }> = {
  kernelName: Transpose,
  functions: [],
  isLeftToUpstream: ({ x }, { perm }) => sizeOf(x.shape) > 0 && moves(x.shape, perm),
  compute(runtime, { x }, { perm }) {
    const outShape = perm.map((axis) => x.shape[axis] ?? 1);
    return sizeOf(outShape) === 0 ? runtime.output(outShape, x.dtype) : runtime.alias(x, outShape, x.dtype);
  },
};
