/** A kernel of this backend: its name, the functions of the kernel module it runs, and how it runs them. */
import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { type Runtime, runtimeOf, upstreamKernel } from './runtime.js';
import type { WasmFunction } from './wasm-function.js';

/** One kernel; `Inputs` names its tensors, `Attributes` says what tfjs passes beside them. */
export interface WasmKernel<Inputs extends object = never, Attributes extends object = never> {
  /** tfjs's name of the kernel. */
  readonly kernelName: string;
  /** Functions that `compute` runs; empty for a kernel that is made of others. */
  readonly functions: readonly WasmFunction[];
  /**
   * Whether tfjs's kernel serves these tensors; it gets them as they are, at no more cost than this test.
   * Default: never.
   */
  isLeftToUpstream?(inputs: Inputs, attributes: Attributes): boolean;
  /** Makes the output, or the list of them. Method syntax, so that kernels of different inputs fit in one list. */
  compute(runtime: Runtime, inputs: Inputs, attributes: Attributes): TensorInfo | TensorInfo[];
}

/** The kernel in the form of tfjs's registry. */
export function toKernelConfig({ kernelName, isLeftToUpstream, compute }: WasmKernel): KernelConfig {
  const computeHere: KernelFunc = ({ inputs, attrs, backend }) =>
    compute(runtimeOf(backend), inputs as never, (attrs ?? {}) as never);
  if (isLeftToUpstream === undefined) return { kernelName, backendName: 'wasm', kernelFunc: computeHere };
  let upstream: KernelFunc | undefined;
  const kernelFunc: KernelFunc = (call) => {
    if (!isLeftToUpstream(call.inputs as never, (call.attrs ?? {}) as never)) return computeHere(call);
    upstream ??= upstreamKernel(kernelName);
    return upstream(call);
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}
