/** A kernel of tfjs's registry that the addon computes: the instructions that it is made of. */
import type { CoprocessorRuntime } from '@isograd/backend-wasm/internals';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** One kernel; `Inputs` names its tensors, `Attributes` says what tfjs passes beside them. */
export interface NativeKernel<Inputs extends object = never, Attributes extends object = never> {
  /** tfjs's name of the kernel. */
  readonly kernelName: string;
  /**
   * Elements of its inputs from which on it is worth a call of the addon, where it is not part of a program:
   * the kernels of wasm take less to call. Default: any number.
   */
  readonly worthwhile?: number;
  /** Whether the addon has what these need; else they get the kernel of wasm, which also finds what is wrong with them. */
  serves(inputs: Inputs, attributes: Attributes): boolean;
  /** Makes the output, or the list of them. Method syntax, so that kernels of different inputs fit in one list. */
  compute(runtime: CoprocessorRuntime, inputs: Inputs, attributes: Attributes): TensorInfo | TensorInfo[];
}

/** Whether all tensors are of float32; one that is missing is none. */
export function areFloats(...tensors: readonly (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor === undefined || tensor.dtype === 'float32');
}
