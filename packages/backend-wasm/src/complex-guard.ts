/**
 * Keeps complex numbers from kernels that do not know them. tfjs's binary allocates a complex output, fails in
 * silence, and hands out whatever was in memory.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  Add,
  Cast,
  ComplexAbs,
  ExpandDims,
  FFT,
  getKernel,
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

/**
 * Guards the kernels as soon as `backend` gets its first complex tensor, by whatever way; until then nothing is
 * spent on it.
 */
export function guardOnFirstComplexNumber(backend: BackendWasm): void {
  const move = backend.move;
  backend.move = (dataId, values, shape, dtype, refCount) => {
    if (dtype === 'complex64' && !isGuarding()) guardKernels();
    move.call(backend, dataId, values, shape, dtype, refCount);
  };
}

/** Guards kernels that were installed anew, if the others are guarded. */
export function renewGuard(): void {
  if (isGuarding()) guardKernels();
}

/** Whether kernels are guarded; a kernel that is never replaced tells. */
function isGuarding(): boolean {
  const witness = getKernel(Add, 'wasm');
  return witness !== undefined && guarded.has(witness.kernelFunc);
}

/** Makes every registered kernel of wasm that does not know complex64 refuse it: UnsupportedError WASM_KERNEL_CASE. */
function guardKernels(): void {
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
