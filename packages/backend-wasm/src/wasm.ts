/** The WebAssembly backend: tfjs's kernels, with ours where training needs better ones. */
import { type Backend, type Capabilities, initializeTfjsBackend, installKernels } from '@isograd/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { engine, env, getKernelsForBackend } from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import { borrow, borrowedKernels } from './borrowed-kernels.js';
import { gateDtypes } from './dtype-gate.js';
import { hasRelaxedSimd, hasSimd } from './features.js';
import { wasmKernels } from './kernels/index.js';
import { badRelaxedSimd, badWasmPaths, binaryUnavailable, notABinary, simdMissing } from './messages.js';
import { binaryName, tfjsBinaries } from './platform.js';
import { prepareRuntime } from './runtime.js';
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
}

/**
 * Vector instructions on one thread, on the memory of tfjs's WebAssembly module.
 *
 * @param options - Where its binary is, and how it may round.
 * @throws {ValueError} WASM_PATHS or WASM_RELAXED_SIMD. Its `load` rejects with {BackendError} BACKEND_SIMD, BACKEND_BINARY or
 * BACKEND_START.
 * @example
 * import { useBackend } from '@isograd/core';
 * import { wasm } from '@isograd/backend-wasm';
 * await useBackend(wasm());
 */
export function wasm(options: WasmOptions = {}): Backend {
  const { wasmPaths, relaxedSimd = 'never' } = options;
  if (wasmPaths !== undefined && !isPaths(wasmPaths)) throw badWasmPaths(wasmPaths);
  if (relaxedSimd !== 'never' && relaxedSimd !== 'whereAvailable') throw badRelaxedSimd(relaxedSimd);
  return { name: 'wasm', load: () => load(wasmPaths, relaxedSimd === 'whereAvailable' && hasRelaxedSimd()) };
}

const kernelConfigs = wasmKernels.map(toKernelConfig);

async function load(wasmPaths: WasmOptions['wasmPaths'], relaxedSimd: boolean): Promise<Capabilities> {
  if (!hasSimd()) throw simdMissing();
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (engine().registry['wasm'] === undefined) {
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const location = locate(wasmPaths);
    if (location !== undefined) {
      await checkBinary(location);
      setWasmPaths(Object.fromEntries(tfjsBinaries.map((file) => [file, location]))); // tfjs wants them all named
    }
  }
  const backend = (await platform.start(() => initializeTfjsBackend('wasm'))) as BackendWasm;
  await prepareRuntime(backend, wasmKernels, { relaxedSimd });
  installKernels(kernelConfigs);
  const borrowed = await borrowFromCpu(backend);
  return {
    dtypes: ['float32', 'int32', 'bool'],
    threads: 1,
    simd: relaxedSimd ? 'relaxed-simd' : 'simd128',
    largestTensorBytes: 2 ** 31 - 1,
    kernels: {
      native: getKernelsForBackend('wasm')
        .map(({ kernelName }) => kernelName)
        .filter((name) => !borrowed.has(name)),
      borrowed: borrowedKernels,
      absent: [],
    },
  };
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
  gateDtypes(backend, watchedDtypes(MathBackendCPU));
  return new Set(names);
}

function locate(wasmPaths: WasmOptions['wasmPaths']): string | undefined {
  if (typeof wasmPaths === 'string') {
    const isPrefix = wasmPaths === '' || wasmPaths.endsWith('/');
    return isPrefix ? wasmPaths + binaryName : `${wasmPaths}/${binaryName}`;
  }
  return wasmPaths?.[binaryName] ?? platform.defaultLocation;
}

/**
 * Reads the binary before tfjs does. After a failed start tfjs refuses new paths for the rest of the
 * program; so it only ever gets a path that works, and the next `load` may name another.
 */
async function checkBinary(location: string): Promise<void> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await platform.read(location);
  } catch (cause) {
    throw binaryUnavailable(location, cause);
  }
  if (!WebAssembly.validate(bytes)) throw notABinary(location);
}

function isPaths(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every((url) => typeof url === 'string');
}
