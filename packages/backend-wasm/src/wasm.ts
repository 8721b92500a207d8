/** The WebAssembly backend: tfjs's kernels, with ours where training needs better ones. */
import { type Capabilities, initializeTfjsBackend, installKernels, warnOnce } from '@isograd/core';
import type { CompilingBackend } from '@isograd/jit';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { engine, env, getKernelsForBackend } from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import { borrow, borrowedKernels } from './borrowed-kernels.js';
import { watchDtypes } from './dtype-gate.js';
import { canShareMemory, hasRelaxedSimd, hasSimd } from './features.js';
import { wasmKernels } from './kernels/index.js';
import { lower, lowerAsync } from './lower/lower.js';
import { withSharedMemory } from './memory-section.js';
import {
  badRelaxedSimd,
  badSimd256,
  badThreads,
  badWasmPaths,
  binaryUnavailable,
  maximumThreads,
  memoryNotShareable,
  memoryNotShared,
  notABinary,
  sharedBinaryRefused,
  simdMissing,
} from './messages.js';
import { binaryName, tfjsBinaries } from './platform.js';
import { hasSharedMemory, isPrepared, prepareRuntime, runtimeOf, type VectorFeatures } from './runtime.js';
import { multipliesRight } from './product-check.js';
import { largestTensorBytes } from './tensor-memory.js';
import { toKernelConfig } from './wasm-kernel.js';
import { watchedDtypes } from './watched-dtypes.js';

/** How the WebAssembly backend is set up. */
export interface WasmOptions {
  /**
   * Where tfjs's binary `tfjs-backend-wasm-simd.wasm` is served: a URL prefix, or a map from file names to
   * URLs. Default: Node finds it itself; browsers fetch it from beside this package, which bundlers follow.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
  /**
   * Whether our kernels may multiply and add in one rounding (relaxed SIMD). `never`: results are the same bits
   * on every engine and processor. `whereAvailable`: more speed on some, and a last bit that depends on the
   * machine. Default: never.
   */
  readonly relaxedSimd?: 'never' | 'whereAvailable';
  /**
   * Whether V8 may join neighbouring vectors of 128 bits into vectors of 256: an experiment of V8 that is good for
   * matrix products and convolutions, in Node 24 and later on x64. It is a switch of the whole process, for modules
   * that are compiled afterwards. Results are the same bits; a self-test when it is loaded sees to that.
   * Default: never.
   */
  readonly simd256?: 'never' | 'whereAvailable';
  /**
   * Threads that compute, the calling one included, 1 to 1024. With 1 nothing is started, and in browsers memory is
   * not shared. Results are the same bits for any number. More than one needs Node, or a page that is cross-origin
   * isolated (the headers `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`),
   * and under a content security policy `worker-src blob:` and `connect-src blob:`. The number can change with a later
   * `useBackend`, but in a browser a backend that was started with one thread keeps to one.
   * Default: the number of cores where memory can be shared, else 1.
   */
  readonly threads?: number;
}

/**
 * Vector instructions on several threads, on the memory of tfjs's WebAssembly module. Captured functions (`jit`, and
 * with it `fit`) become programs of WebAssembly, of which a content security policy must allow `wasm-unsafe-eval` and
 * no other eval.
 *
 * @param options - Where its binary is, how it may round, and how many threads compute.
 * @throws {ValueError} WASM_PATHS, WASM_RELAXED_SIMD, WASM_SIMD256 or WASM_THREADS. Its `load` rejects with {BackendError}
 * BACKEND_SIMD, BACKEND_BINARY, BACKEND_START, BACKEND_THREADS or BACKEND_WORKERS; a kernel throws
 * {BackendError} BACKEND_WORKER_LOST when a thread has died.
 * @example
 * import { useBackend } from '@isograd/core';
 * import { wasm } from '@isograd/backend-wasm';
 * await useBackend(wasm());
 */
export function wasm(options: WasmOptions = {}): CompilingBackend {
  const { wasmPaths, relaxedSimd = 'never', simd256 = 'never', threads } = options;
  if (wasmPaths !== undefined && !isPaths(wasmPaths)) throw badWasmPaths(wasmPaths);
  if (!isChoice(relaxedSimd)) throw badRelaxedSimd(relaxedSimd);
  if (!isChoice(simd256)) throw badSimd256(simd256);
  if (threads !== undefined && !isThreadCount(threads)) throw badThreads(threads);
  const asks = { relaxedSimd: relaxedSimd === 'whereAvailable', simd256: simd256 === 'whereAvailable' };
  return { name: 'wasm', load: () => load(wasmPaths, asks, threads), lower, lowerAsync };
}

const kernelConfigs = wasmKernels.map(toKernelConfig);

async function load(
  wasmPaths: WasmOptions['wasmPaths'],
  asks: VectorFeatures,
  requestedThreads: number | undefined,
): Promise<Capabilities> {
  if (!hasSimd()) throw simdMissing();
  const running = engine().registry['wasm'] as BackendWasm | undefined;
  const canShare = running === undefined ? canShareMemory() : hasSharedMemory(running);
  const threads = requestedThreads ?? (canShare ? Math.min(platform.cores(), maximumThreads) : 1);
  if (threads > 1 && !canShare) throw running === undefined ? memoryNotShareable(threads) : memoryNotShared(threads);
  const isShared = threads > 1 || (platform.alwaysShares && canShare);
  const backend = running ?? (await start(locate(wasmPaths), isShared));
  const features = await prepareVectors(backend, asks, threads);
  installKernels(kernelConfigs);
  const borrowed = await borrowFromCpu(backend);
  return {
    dtypes: ['float32', 'int32', 'bool'],
    threads,
    simd: nameOf(features),
    largestTensorBytes,
    kernels: {
      native: getKernelsForBackend('wasm')
        .map(({ kernelName }) => kernelName)
        .filter((name) => !borrowed.has(name)),
      borrowed: borrowedKernels,
      absent: [],
    },
  };
}

/** The started backend, for one that stands on it: as it is, or made ready with one thread. */
export async function prepareWasm(): Promise<BackendWasm> {
  const started = engine().registry['wasm'] as BackendWasm | undefined;
  if (started !== undefined && isPrepared(started)) return started;
  await wasm({ threads: 1 }).load();
  return engine().findBackend('wasm') as BackendWasm; // which tfjs registers now, not with its first use
}

/** Prepares the runtime with what the engine has of what is asked for. */
async function prepareVectors(backend: BackendWasm, asks: VectorFeatures, threads: number): Promise<VectorFeatures> {
  const features = {
    relaxedSimd: asks.relaxedSimd && hasRelaxedSimd(),
    simd256: platform.joinVectors(asks.simd256),
  };
  await prepareRuntime(backend, wasmKernels, features, threads);
  if (!features.simd256 || multipliesRight(runtimeOf(backend))) return features;
  warnOnce('WASM_SIMD256', 'vectors of 256 bits failed their self-test on this engine: going on with 128.');
  const narrow = { ...features, simd256: platform.joinVectors(false) };
  await prepareRuntime(backend, wasmKernels, narrow, threads);
  return narrow;
}

function nameOf({ relaxedSimd, simd256 }: VectorFeatures): Capabilities['simd'] {
  if (simd256) return 'simd256';
  return relaxedSimd ? 'relaxed-simd' : 'simd128';
}

/**
 * Registers the kernels that this backend lacks, and has text and complex numbers served. The package of tfjs's cpu
 * backend comes last and is only a store of kernels: no one starts the backend that it registers.
 *
 * @returns The kernels that are borrowed altogether.
 */
async function borrowFromCpu(backend: BackendWasm): Promise<ReadonlySet<string>> {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  const names = borrowedKernels.filter(({ dtypes }) => dtypes === undefined).map(({ kernel }) => kernel);
  installKernels(
    names.map((kernelName) => ({ kernelName, backendName: 'wasm', kernelFunc: borrow(kernelName, MathBackendCPU) })),
  );
  watchDtypes(backend, watchedDtypes(MathBackendCPU));
  return new Set(names);
}

function locate(wasmPaths: WasmOptions['wasmPaths']): string {
  if (typeof wasmPaths === 'string') {
    const isPrefix = wasmPaths === '' || wasmPaths.endsWith('/');
    return isPrefix ? wasmPaths + binaryName : `${wasmPaths}/${binaryName}`;
  }
  return wasmPaths?.[binaryName] ?? platform.defaultLocation;
}

/**
 * Starts tfjs's backend. The binary is read here first: after a failed start tfjs refuses new paths for the rest of
 * the program; so it only ever gets a path that works, and the next `load` may name another.
 */
async function start(location: string, isShared: boolean): Promise<BackendWasm> {
  const bytes = await readBinary(location);
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const startFrom = (url: string): Promise<BackendWasm> => {
    setWasmPaths(Object.fromEntries(tfjsBinaries.map((file) => [file, url])), isShared); // tfjs wants them all named
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    return platform.start(() => initializeTfjsBackend('wasm')) as Promise<BackendWasm>;
  };
  if (!isShared) return startFrom(location);
  const shared = withSharedMemory(bytes);
  if (shared === undefined) throw notABinary(location);
  const url = URL.createObjectURL(new Blob([shared]));
  try {
    await checkFetch(url, location);
    return await startFrom(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Fetches what tfjs is going to fetch: where that fails, it would wait for ever. */
async function checkFetch(url: string, location: string): Promise<void> {
  try {
    await (await fetch(url)).arrayBuffer();
  } catch (cause) {
    throw sharedBinaryRefused(location, cause);
  }
}

async function readBinary(location: string): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await platform.read(location);
  } catch (cause) {
    throw binaryUnavailable(location, cause);
  }
  if (!WebAssembly.validate(bytes)) throw notABinary(location);
  return bytes;
}

function isChoice(value: unknown): boolean {
  return value === 'never' || value === 'whereAvailable';
}

function isThreadCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maximumThreads;
}

function isPaths(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every((url) => typeof url === 'string');
}
