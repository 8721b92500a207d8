/** Running sums and products; tfjs's kernels read and write out of bounds when the axis is counted from the end. */
import { Cumprod, Cumsum, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

interface Attributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

function cumulative(kernelName: string): WasmKernel<{ readonly x: TensorInfo }, Attributes> {
  return {
    kernelName,
    functions: [],
    compute(runtime, { x }, attributes) {
      const { axis, exclusive, reverse } = attributes;
      if (axis >= 0) return runtime.callUpstream(kernelName, { x }, attributes);
      return runtime.callUpstream(kernelName, { x }, { axis: axis + x.shape.length, exclusive, reverse });
    },
  };
}

/** The kernels `Cumsum` and `Cumprod`. */
export const cumulativeKernels: readonly WasmKernel<{ readonly x: TensorInfo }, Attributes>[] = [
  cumulative(Cumsum),
  cumulative(Cumprod),
];
