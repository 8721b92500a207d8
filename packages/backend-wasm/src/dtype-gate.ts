/**
 * Keeps dtypes that tfjs's binary does not know, complex numbers and text, from its kernels: it would compute with
 * whatever lies in memory, and hand that out.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  Add,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from './messages.js';

/** What serves tensors of one dtype: by kernel, another function or the kernel itself. All others refuse them. */
export type Ways = ReadonlyMap<string, KernelFunc | 'itself'>;

/** Ways of the dtypes that are watched. */
export interface WatchedDtypes {
  readonly complex64: Ways;
  readonly string: Ways;
}

const gated = new WeakSet<KernelFunc>();

/** Names under which kernels are registered that compute on the memory of wasm. */
const backendNames = new Set(['wasm']);

let watched: WatchedDtypes | undefined;

/**
 * Sets the gate before every kernel as soon as `backend` gets its first tensor of a watched dtype, by whatever way;
 * until then nothing is spent on it. Once set, it is renewed by every call.
 */
export function watchDtypes(backend: BackendWasm, ways: WatchedDtypes): void {
  watched = ways;
  if (isSet()) gateAll(watched);
  if (Object.hasOwn(backend, 'move')) return;
  const move = backend.move;
  backend.move = (dataId, values, shape, dtype, refCount) => {
    if (isWatched(dtype) && !isSet()) gateAll(ways);
    move.call(backend, dataId, values, shape, dtype, refCount);
  };
}

/** Sets the gate before the kernels of one more backend, together with those of wasm. */
export function watchDtypesOf(backendName: string): void {
  backendNames.add(backendName);
  if (watched !== undefined && isSet()) gateKernels(backendName, watched);
}

/** Whether the gate is set; a kernel that is never replaced tells. */
function isSet(): boolean {
  const witness = getKernel(Add, 'wasm');
  return witness !== undefined && gated.has(witness.kernelFunc);
}

function gateAll(ways: WatchedDtypes): void {
  for (const name of backendNames) gateKernels(name, ways);
}

function isWatched(dtype: string): dtype is keyof WatchedDtypes {
  return dtype === 'complex64' || dtype === 'string';
}

function gateKernels(backendName: string, ways: WatchedDtypes): void {
  for (const kernel of getKernelsForBackend(backendName)) {
    const { kernelName, kernelFunc } = kernel;
    const serve = {
      complex64: ways.complex64.get(kernelName) ?? refuse(kernelName, 'complex64'),
      string: ways.string.get(kernelName) ?? refuse(kernelName, 'string'),
    };
    const isNative = serve.complex64 === 'itself' && serve.string === 'itself';
    if (isNative || gated.has(kernelFunc)) continue;
    unregisterKernel(kernelName, backendName);
    registerKernel(gate(kernel, serve));
  }
}

/** The kernel behind the gate; it throws {UnsupportedError} WASM_KERNEL_CASE where nothing serves the dtype. */
function gate(
  kernel: KernelConfig,
  serve: { readonly [DType in keyof WatchedDtypes]: KernelFunc | 'itself' },
): KernelConfig {
  const kernelFunc: KernelFunc = (call) => {
    for (const input of Object.values<TensorInfo | undefined>(call.inputs)) {
      const dtype = input?.dtype;
      if (dtype === undefined || !isWatched(dtype)) continue;
      const way = serve[dtype];
      return way === 'itself' ? kernel.kernelFunc(call) : way(call);
    }
    return kernel.kernelFunc(call);
  };
  gated.add(kernelFunc);
  return { ...kernel, kernelFunc };
}

function refuse(kernelName: string, dtype: keyof WatchedDtypes): KernelFunc {
  const fix = dtype === 'string' ? 'numbers' : 'the real and imaginary parts';
  return () => {
    throw kernelCaseMissing(kernelName, dtype, fix);
  };
}
