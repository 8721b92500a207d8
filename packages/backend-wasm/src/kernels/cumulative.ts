/** Running sums and products; tfjs's kernels read and write out of bounds when the axis is counted from the end. */
import { Cumprod, Cumsum, type TensorInfo, util } from '@tensorflow/tfjs-core';
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
      const [axis = 0] = util.parseAxisParam(attributes.axis, x.shape);
      return runtime.callUpstream(kernelName, { x }, { ...attributes, axis });
    },
  };
}

/** The kernels `Cumsum` and `Cumprod`. */
export const cumulativeKernels: readonly WasmKernel<{ readonly x: TensorInfo }, Attributes>[] = [
  cumulative(Cumsum),
  cumulative(Cumprod),
];
