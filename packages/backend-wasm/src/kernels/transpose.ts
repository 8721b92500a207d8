/** Axes in another order. tfjs's kernel divides by the sizes of axes, and traps at one of size 0. */
import { sizeOf } from '@isograd/core';
import { type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

/** The kernel `Transpose`. */
export const transposeKernel: WasmKernel<{ readonly x: TensorInfo }, { readonly perm: readonly number[] }> = {
  kernelName: Transpose,
  functions: [],
  compute(runtime, { x }, attributes) {
    if (sizeOf(x.shape) > 0) return runtime.callUpstream(Transpose, { x }, attributes);
    return runtime.output(
      attributes.perm.map((axis) => x.shape[axis] ?? 0),
      x.dtype,
    );
  },
};
