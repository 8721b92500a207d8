/** How often each number occurs; tfjs's kernel counts every row of a matrix by itself, which only DenseBincount does. */
import { sizeOf } from '@isograd/core';
import { Bincount, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

interface Inputs {
  /** int32, any shape. */
  readonly x: TensorInfo;
  /** What one occurrence counts, in the shape of `x`; empty: 1. */
  readonly weights: TensorInfo;
}

/** The kernel `Bincount`. */
export const bincountKernel: WasmKernel<Inputs, { readonly size: number }> = {
  kernelName: Bincount,
  functions: [],
  isLeftToUpstream: ({ x }) => x.shape.length === 1,
  compute(runtime, { x, weights }, attributes) {
    const flat = runtime.alias(x, [sizeOf(x.shape)], x.dtype);
    try {
      return runtime.callUpstream(Bincount, { x: flat, weights }, attributes);
    } finally {
      runtime.dispose(flat);
    }
  },
};
