/** The native backend: the addon's kernels on the memory of the wasm backend, and its kernels where the addon has none. */
import {
  borrowedKernels,
  largestTensorBytes,
  lower,
  lowerAsync,
  machineOf,
  prepareWasm,
  watchDtypesOf,
} from '@isograd/backend-wasm/internals';
import { type BorrowedKernel, type Capabilities, installKernels } from '@isograd/core';
import type { CompilingBackend } from '@isograd/jit';
import {
  engine,
  findBackendFactory,
  getKernel,
  getKernelsForBackend,
  registerBackend,
  removeBackend,
} from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import { coprocessorOf, nativeFunc } from './coprocessor.js';
import { nativeKernels } from './kernels/index.js';
import { backendNotLoaded, badBinary, badThreads, maximumThreads } from './messages.js';
import { loadAddon } from './native/load-addon.js';
import { type Native, openNative } from './native/native.js';

/** How the native backend is set up. */
export interface NodeOptions {
  /**
   * Threads that compute, the calling one included, 1 to 1024. Results are the same bits for any number. The number
   * can change with a later `useBackend`. Default: the number of cores that the process may use.
   */
  readonly threads?: number;
  /**
   * File of the addon's binary, for programs whose bundler leaves the binaries of this package behind. The wasm backend
   * needs its own then: `useBackend(wasm({ wasmPaths }))` before. Default: the one for this machine, in this package.
   */
  readonly binary?: string;
}

const backendName = 'node';

/** What the active addon computes with. */
let running: Native | undefined;

/**
 * Native kernels of this package's addon for Node: vector instructions of the processor, and threads. Tensors lie in the
 * memory of the wasm backend, whose kernels compute what the addon does not. Captured functions (`jit`, and with it
 * `fit`) become lists of instructions that run by one call.
 *
 * @param options - How many threads compute.
 * @throws {ValueError} NATIVE_THREADS or NATIVE_BINARY. Its `load` rejects with {BackendError} NATIVE_ADDON where no binary fits this
 * machine, and NATIVE_MEMORY where the wasm backend was started by tfjs itself.
 * @example
 * import { useBackend } from '@isograd/core';
 * import { node } from '@isograd/backend-node';
 * await useBackend(node());
 */
export function node(options: NodeOptions = {}): CompilingBackend {
  const { threads = Math.min(availableParallelism(), maximumThreads), binary } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > maximumThreads) throw badThreads(threads);
  if (binary !== undefined && typeof binary !== 'string') throw badBinary(binary);
  return {
    name: backendName,
    load: () => load(threads, binary),
    lower: (graph) => lower(graph, coprocessorOf(native())),
    lowerAsync: (graph) => lowerAsync(graph, coprocessorOf(native())),
  };
}

function native(): Native {
  if (running === undefined) throw backendNotLoaded();
  return running;
}

async function load(threads: number, binary: string | undefined): Promise<Capabilities> {
  const addon = loadAddon(binary);
  const backend = await prepareWasm();
  const opened = openNative(addon, machineOf(backend).memory);
  opened.setThreads(threads);
  running = opened;
  registerKernels();
  const known = engine().registry[backendName];
  if (known !== undefined && known !== backend) removeBackend(backendName); // it stood on one that is gone
  if (!findBackendFactory(backendName)) registerBackend(backendName, () => engine().registry['wasm'] ?? prepareWasm());
  const { instructionSet } = opened.features();
  return {
    dtypes: ['float32', 'int32', 'bool'],
    threads,
    simd: instructionSet,
    flushesSubnormals: true,
    largestTensorBytes,
    kernels: { native: nativeKernels.map(({ kernelName }) => kernelName), borrowed: borrowedByNode(), absent: [] },
  };
}

/** All kernels of wasm, and before those that the addon has, its own. */
function registerKernels(): void {
  const own = new Map(nativeKernels.map((kernel) => [kernel.kernelName, kernel]));
  const missing = getKernelsForBackend('wasm').filter(({ kernelName }) => !getKernel(kernelName, backendName));
  installKernels(
    missing.map((config) => {
      const kernel = own.get(config.kernelName);
      const ofWasm = { ...config, backendName };
      return kernel === undefined ? ofWasm : { ...ofWasm, kernelFunc: nativeFunc(kernel, native, config.kernelFunc) };
    }),
  );
  watchDtypesOf(backendName);
}

/** Kernels that run code of wasm, or what wasm borrows itself. */
function borrowedByNode(): BorrowedKernel[] {
  const own = new Set(nativeKernels.map(({ kernelName }) => kernelName));
  const lent = new Set(borrowedKernels.filter(({ dtypes }) => dtypes === undefined).map(({ kernel }) => kernel));
  const names = getKernelsForBackend(backendName).map(({ kernelName }) => kernelName);
  const reason = 'the kernel of wasm computes in place: its memory is the same';
  return [
    ...borrowedKernels,
    ...names.filter((name) => !own.has(name) && !lent.has(name)).map((kernel) => ({ kernel, reason })),
  ];
}
