/** The same tensor once more: it shares the memory, which no kernel changes once it is written. */
import { Identity, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

/** The kernel `Identity`. */
export const identityKernel: WasmKernel<{ readonly x: TensorInfo }> = {
  kernelName: Identity,
  functions: [],
  compute: (runtime, { x }) => runtime.alias(x, x.shape, x.dtype),
};
