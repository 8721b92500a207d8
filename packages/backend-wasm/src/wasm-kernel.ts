/** A kernel of this backend: its name, the functions of the kernel module it runs, and how it runs them. */
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { type Runtime, runtimeOf } from './runtime.js';
import type { WasmFunction } from './wasm-function.js';

/** One kernel; `Inputs` names its tensors, `Attributes` says what tfjs passes beside them. */
export interface WasmKernel<Inputs extends object = never, Attributes extends object = never> {
  /** tfjs's name of the kernel. */
  readonly kernelName: string;
  /** Functions that `compute` runs; empty for a kernel that is made of others. */
  readonly functions: readonly WasmFunction[];
  /** Makes the output, or the outputs. Method syntax, so that kernels of different inputs fit in one list. */
  compute(runtime: Runtime, inputs: Inputs, attributes: Attributes): TensorInfo | TensorInfo[];
}

/** The kernel in the form of tfjs's registry. */
export function toKernelConfig({ kernelName, compute }: WasmKernel): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => compute(runtimeOf(backend), inputs as never, (attrs ?? {}) as never),
  };
}
