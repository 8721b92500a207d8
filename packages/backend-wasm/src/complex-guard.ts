/**
 * Keeps complex numbers from kernels that do not know them. tfjs's binary allocates a complex output, fails in
 * silence, and hands out whatever was in memory.
 */
import {
  Cast,
  ComplexAbs,
  ExpandDims,
  FFT,
  getKernelsForBackend,
  Identity,
  IFFT,
  Imag,
  type KernelConfig,
  type KernelFunc,
  Real,
  registerKernel,
  Reshape,
  Slice,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from './messages.js';

/** Kernels that take complex64: those that only move or name elements, and those made for it. */
const knowing: ReadonlySet<string> = new Set([
  Cast,
  ComplexAbs,
  ExpandDims,
  FFT,
  Identity,
  IFFT,
  Imag,
  Real,
  Reshape,
  Slice,
]);

const guarded = new WeakSet<KernelFunc>();

/** Makes every other registered kernel of wasm refuse complex64 with UnsupportedError WASM_KERNEL_CASE. */
export function guardComplexNumbers(): void {
  for (const kernel of getKernelsForBackend('wasm')) {
    if (knowing.has(kernel.kernelName) || guarded.has(kernel.kernelFunc)) continue;
    unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(guard(kernel));
  }
}

function guard(kernel: KernelConfig): KernelConfig {
  const { kernelName, kernelFunc: run } = kernel;
  const kernelFunc: KernelFunc = (call) => {
    for (const input of Object.values<TensorInfo | undefined>(call.inputs)) {
      if (input?.dtype === 'complex64')
        throw kernelCaseMissing(kernelName, 'complex64', 'the real and imaginary parts');
    }
    return run(call);
  };
  guarded.add(kernelFunc);
  return { ...kernel, kernelFunc };
}
