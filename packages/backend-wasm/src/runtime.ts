/**
 * What our kernels run on: the memory of tfjs's module, and our module beside it on the same memory.
 *
 * Tensors are never copied: a kernel passes the byte addresses of its inputs and outputs, which tfjs
 * allocates, to a function of our module.
 */
import { type Shape, sizeOf } from '@isograd/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type backend_util,
  type DataType,
  engine,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  type NamedAttrMap,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { TargetFeatures } from './assembler/function-builder.js';
import { ModuleBuilder, type Parameters } from './assembler/module-builder.js';
import { allPages } from './memory-section.js';
import { indexOutOfRange, runtimeMissing } from './messages.js';
import { type Allocator, mendTensorMemory, outputMaker } from './tensor-memory.js';
import { closed, jobBlock, jobWord } from './threads/job-block.js';
import { defineJobFunctions, importProgramRunner, programImport } from './threads/job-functions.js';
import { type Pool, startPool } from './threads/pool.js';
import { unitsPerPart } from './threads/units-per-part.js';
import { fillBytes } from './kernels/fill-bytes.js';
import { type Arguments, isParallel, type ParallelFunction, type WasmFunction } from './wasm-function.js';

/** Gives kernels addresses, scratch memory and the functions of the kernel module. */
export interface Runtime {
  /** Threads that compute, the calling one included. */
  readonly threads: number;
  /** A new, uninitialized tensor. */
  output(shape: Shape, dtype: DataType): TensorInfo;
  /** A new tensor of zeros. */
  zeros(shape: Shape, dtype: DataType): TensorInfo;
  /** `tensor` under another shape or dtype: one more owner of the same memory. */
  alias(tensor: TensorInfo, shape: Shape, dtype: DataType): TensorInfo;
  /** Gives up a tensor that a kernel made for itself. */
  dispose(tensor: TensorInfo): void;
  /** Runs another kernel of the active backend. */
  call(kernelName: string, inputs: Readonly<Record<string, TensorInfo>>, attributes: object): TensorInfo;
  /** Runs the kernel of tfjs that one of ours has replaced. */
  callUpstream(kernelName: string, inputs: Readonly<Record<string, TensorInfo>>, attributes: object): TensorInfo;
  /** A new tensor of these values; of text, each element in UTF-8. */
  outputOf(shape: Shape, dtype: DataType, values: backend_util.BackendValues): TensorInfo;
  /** A copy of a tensor's values; of text, each element in UTF-8. */
  read(tensor: TensorInfo): backend_util.BackendValues;
  /** The values of an int32 tensor where they lie: valid until memory is allocated. */
  integers(tensor: TensorInfo): Int32Array;
  /**
   * Sees that every number of an int32 tensor is a place on an axis.
   *
   * @throws {ValueError} WASM_INDEX for the first below 0 or from `length` on.
   */
  requireIndices(kernelName: string, indices: TensorInfo, length: number): void;
  /** The integer at an address. */
  word(address: number): number;
  /** Byte address of a tensor's first element. */
  address(tensor: TensorInfo): number;
  /** Calls a function of the kernel module. */
  run<P extends Parameters>(fn: WasmFunction<P>, values: Arguments<P>): void;
  /**
   * Calls a function of the kernel module, in parts on several threads when it has at least two parts' work.
   *
   * @param grain - Units that are worth a part of their own: some twenty microseconds of work.
   */
  runParallel<P extends Parameters>(fn: ParallelFunction<P>, values: Arguments<P>, grain: number): void;
  /**
   * Calls a function of the kernel module `count` times, on several threads when that is at least two grains' work.
   * No call may read what another writes.
   *
   * @param steps - What the values grow by from one call to the next.
   * @param grain - Calls that are worth a part of their own: some twenty microseconds of work.
   */
  repeatParallel<P extends Parameters>(
    fn: ParallelFunction<P>,
    values: Arguments<P>,
    steps: Partial<Arguments<P>>,
    count: number,
    grain: number,
  ): void;
  /** Copies host values into memory. */
  write(address: number, values: Int32Array | Float64Array): void;
  /** Sets bytes to zero. */
  fill(address: number, sizeBytes: number): void;
  /** Lends `sizeBytes` of uninitialized memory to `use`, and takes it back when `use` returns or throws. */
  withScratch<Result>(sizeBytes: number, use: (address: number) => Result): Result;
}

/** The parts of tfjs's Emscripten module that are relied on here and missing in its type. */
interface EmscriptenModule extends Allocator {
  readonly wasmMemory?: WebAssembly.Memory;
  readonly asm: { readonly memory?: WebAssembly.Memory };
}

/** tfjs's kernels by name, those that ours have replaced. */
type UpstreamKernels = ReadonlyMap<string, KernelConfig | undefined>;

/** Vector instructions beyond SIMD128 that modules may use, or that the engine makes of theirs. */
export interface VectorFeatures extends TargetFeatures {
  /** Whether the engine joins vectors of 128 bits. */
  readonly simd256: boolean;
}

/** What programs are made for and run on. */
export interface Machine {
  readonly features: VectorFeatures;
  readonly runtime: Runtime;
  readonly memory: WebAssembly.Memory;
  readonly isShared: boolean;
  /** Undefined when the calling thread is the only one. */
  readonly pool: Pool | undefined;
  /** @throws {BackendError} BACKEND_MEMORY */
  allocate(sizeBytes: number): number;
  free(address: number): void;
}

/** Collected when the first backend is prepared: later ones find our kernels in the registry. */
let upstreamKernels: UpstreamKernels | undefined;

const preparations = new WeakMap<object, Machine>();

/** The last one of them: every kernel asks for it, and a look into the map is felt in small ones. */
let latest: { readonly backend: object; readonly machine: Machine } | undefined;

/**
 * The runtime of a started tfjs backend.
 *
 * @throws {BackendError} BACKEND_NOT_LOADED when `load` has not prepared this backend.
 */
export function runtimeOf(backend: object): Runtime {
  return machineOf(backend).runtime;
}

/**
 * What programs for a started tfjs backend run on.
 *
 * @throws {BackendError} BACKEND_NOT_LOADED when `load` has not prepared this backend.
 */
export function machineOf(backend: object): Machine {
  if (backend === latest?.backend) return latest.machine;
  const machine = preparations.get(backend);
  if (machine === undefined) throw runtimeMissing();
  return machine;
}

/** Whether `load` has prepared a started tfjs backend. */
export function isPrepared(backend: object): boolean {
  return preparations.has(backend);
}

/**
 * The kernel of tfjs that one of ours has replaced.
 *
 * @throws {BackendError} BACKEND_NOT_LOADED when no backend was prepared, or tfjs has no such kernel.
 */
export function upstreamKernel(kernelName: string): KernelFunc {
  const kernel = upstreamKernels?.get(kernelName);
  if (kernel === undefined) throw runtimeMissing();
  return kernel.kernelFunc;
}

/** Whether threads can share the memory of a started tfjs backend. */
export function hasSharedMemory(backend: BackendWasm): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && memoryOf(backend).buffer instanceof SharedArrayBuffer;
}

/**
 * Builds the kernel module over the memory of `backend` and starts its threads, unless that was done before for
 * the same features and number of threads.
 */
export async function prepareRuntime(
  backend: BackendWasm,
  kernels: readonly { readonly kernelName: string; readonly functions: readonly WasmFunction[] }[],
  features: VectorFeatures,
  threads: number,
): Promise<void> {
  const earlier = preparations.get(backend);
  const isSame =
    earlier?.features.relaxedSimd === features.relaxedSimd &&
    earlier.features.simd256 === features.simd256 &&
    (earlier.pool?.threads ?? 1) === threads;
  if (isSame && earlier.pool?.isBroken() !== true) return; // programs are made for what is kept here
  const emscripten = emscriptenOf(backend);
  const memory = memoryOf(backend);
  const isShared = hasSharedMemory(backend);
  const builder = new ModuleBuilder(
    { module: 'tfjs', name: 'memory', minimumPages: 1, isShared, ...(isShared ? { maximumPages: allPages } : {}) },
    features,
  );
  const functions = [...new Set<WasmFunction>([fillBytes, ...kernels.flatMap((kernel) => kernel.functions)])];
  // Only workers meet programs: this thread runs them itself.
  const runProgram = threads > 1 ? importProgramRunner(builder) : undefined;
  const defined = functions.map((fn) => ({ fn, callable: builder.define(fn.name, fn.parameters, fn.write) }));
  const parallel = defined.flatMap(({ fn, callable }) => (isParallel(fn) ? [{ fn, callable }] : []));
  const block = threads > 1 ? allocateJobBlock(emscripten, memory) : 0;
  if (runProgram !== undefined) defineJobFunctions(builder, block, parallel, runProgram);
  const { instance, module } = await WebAssembly.instantiate(builder.toBytes(), {
    tfjs: { memory },
    [programImport.module]: { [programImport.name]: () => undefined },
  });
  const setup = { threads, module, memory, instance, block, functions: parallel.map(({ fn }) => fn) };
  const pool = threads > 1 ? await startPool(setup) : undefined;
  earlier?.pool?.end();
  upstreamKernels ??= new Map(kernels.map(({ kernelName }) => [kernelName, getKernel(kernelName, 'wasm')]));
  if (earlier === undefined) {
    mendTensorMemory(backend, emscripten, memory);
    endThreadsOnDisposal(backend);
    // tfjs itself sets up the kernels that are registered when it starts the backend: ours, not these.
    for (const kernel of upstreamKernels.values()) kernel?.setupFunc?.(backend);
  }
  const runtime = createRuntime(backend, memory, exportsOf(instance, functions), upstreamKernels, pool);
  const { _malloc: allocate, _free: free } = emscripten;
  const machine: Machine = {
    features,
    runtime,
    memory,
    isShared,
    allocate: (sizeBytes) => allocate(sizeBytes) >>> 0,
    free,
    pool,
  };
  preparations.set(backend, machine);
  latest = { backend, machine };
}

function emscriptenOf(backend: BackendWasm): EmscriptenModule {
  return backend.wasm as unknown as EmscriptenModule; // the published type lacks the memory
}

function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const { wasmMemory, asm } = emscriptenOf(backend);
  const memory = wasmMemory ?? asm.memory;
  if (memory === undefined) throw runtimeMissing();
  return memory;
}

/** Memory for jobs, without one. It is never given back: a worker that is being ended may still look at it. */
function allocateJobBlock(emscripten: EmscriptenModule, memory: WebAssembly.Memory): number {
  const { sizeBytes, alignment } = jobBlock;
  const block = Math.ceil((emscripten._malloc(sizeBytes + alignment) >>> 0) / alignment) * alignment;
  const words = new Int32Array(memory.buffer, block, sizeBytes / 4).fill(0);
  words[jobWord.nextPart / 4] = closed;
  return block;
}

/** A function of the kernel module on the calling thread. */
interface ExportedFunction {
  readonly parameters: readonly string[];
  readonly call: (...values: (number | undefined)[]) => void;
  /** The same with its values by name. */
  readonly callByName: (values: Readonly<Record<string, number>>) => void;
}

type ExportedFunctions = ReadonlyMap<WasmFunction, ExportedFunction>;

function exportsOf(instance: WebAssembly.Instance, functions: readonly WasmFunction[]): ExportedFunctions {
  return new Map(
    functions.map((fn) => {
      const parameters = Object.keys(fn.parameters);
      const call = instance.exports[fn.name] as ExportedFunction['call'];
      return [fn, { parameters, call, callByName: callInOrder(parameters, call) }];
    }),
  );
}

/** `call` with values by name. Few are handed on one by one: a list would cost what a kernel on few elements does. */
function callInOrder(names: readonly string[], call: ExportedFunction['call']): ExportedFunction['callByName'] {
  const [a = '', b = '', c = '', d = '', e = ''] = names;
  if (names.length === 3) return (values) => call(values[a], values[b], values[c]);
  if (names.length === 4) return (values) => call(values[a], values[b], values[c], values[d]);
  if (names.length === 5) return (values) => call(values[a], values[b], values[c], values[d], values[e]);
  if (names.length === 9) {
    const [, , , , , f = '', g = '', h = '', i = ''] = names;
    return (values) =>
      call(values[a], values[b], values[c], values[d], values[e], values[f], values[g], values[h], values[i]);
  }
  const inOrder: (number | undefined)[] = []; // one list for all calls
  return (values) => {
    for (let index = 0; index < names.length; index++) inOrder[index] = values[names[index] as string];
    call(...inOrder);
  };
}

function createRuntime(
  backend: BackendWasm,
  memory: WebAssembly.Memory,
  functions: ExportedFunctions,
  upstream: UpstreamKernels,
  pool: Pool | undefined,
): Runtime {
  const { _malloc: allocate, _free: free } = emscriptenOf(backend);
  const output = outputMaker(backend, emscriptenOf(backend));
  const address: Runtime['address'] = ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset >>> 0;
  const integers: Runtime['integers'] = (tensor) =>
    new Int32Array(memory.buffer, address(tensor), sizeOf(tensor.shape));
  const runKernel = (
    kernel: KernelConfig | undefined,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: object,
  ): TensorInfo => {
    if (kernel === undefined) throw runtimeMissing();
    return kernel.kernelFunc({ inputs, attrs: attributes as NamedAttrMap, backend }) as TensorInfo;
  };
  const exported = (fn: WasmFunction): ExportedFunction => {
    const found = functions.get(fn);
    if (found === undefined) throw runtimeMissing();
    return found;
  };
  const run: Runtime['run'] = (fn, values) => exported(fn).callByName(values);
  const fill: Runtime['fill'] = (start, sizeBytes) => run(fillBytes, { start, sizeBytes });
  return {
    threads: pool?.threads ?? 1,
    output,
    zeros: (shape, dtype) => {
      const tensor = output(shape, dtype);
      fill(address(tensor), sizeOf(shape) * util.bytesPerElement(dtype));
      return tensor;
    },
    alias: ({ dataId }, shape, dtype) => {
      backend.incRef(dataId);
      return { dataId, shape: [...shape], dtype };
    },
    dispose: ({ dataId }) => {
      backend.disposeData(dataId);
    },
    call: (kernelName, inputs, attributes) =>
      runKernel(getKernel(kernelName, engine().backendName), inputs, attributes),
    callUpstream: (kernelName, inputs, attributes) => runKernel(upstream.get(kernelName), inputs, attributes),
    outputOf: (shape, dtype, values) => backend.makeOutput([...shape], dtype, undefined, values),
    read: ({ dataId }) => backend.readSync(dataId),
    word: (at) => new Int32Array(memory.buffer, at, 1)[0] as number,
    integers,
    requireIndices: (kernelName, indices, length) => {
      const places = integers(indices);
      for (let place = 0; place < places.length; place++) {
        const index = places[place] as number;
        if (index < 0 || index >= length) throw indexOutOfRange(kernelName, index, length);
      }
    },
    address,
    write: (start, values) => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
    },
    fill,
    run,
    runParallel: (fn, values, grain) => {
      const { count, multiple } = fn.division;
      const units = unitsPerPart(values[count], grain, multiple, pool?.threads ?? 1);
      if (pool === undefined || units >= values[count]) run(fn, values);
      else pool.run(fn, values, units);
    },
    repeatParallel: (fn, values, steps, count, grain) => {
      const units = unitsPerPart(count, grain, 1, pool?.threads ?? 1);
      if (pool !== undefined && units < count) {
        pool.repeat(fn, values, steps as Readonly<Record<string, number>>, count, units);
        return;
      }
      const { call, parameters } = exported(fn);
      const next = parameters.map((name) => values[name] as number);
      const growth = parameters.map((name) => steps[name] ?? 0);
      for (let calls = 0; calls < count; calls++) {
        call(...next);
        for (let index = 0; index < next.length; index++) next[index] = (next[index] ?? 0) + (growth[index] ?? 0);
      }
    },
    withScratch: (sizeBytes, use) => {
      const scratch = allocate(sizeBytes) >>> 0;
      try {
        return use(scratch);
      } finally {
        free(scratch);
      }
    },
  };
}

/** Disposes a backend once, and its threads with it. */
function endThreadsOnDisposal(backend: BackendWasm): void {
  const dispose = backend.dispose.bind(backend);
  let isDisposed = false; // it may be registered under another name as well
  backend.dispose = () => {
    if (isDisposed) return;
    isDisposed = true;
    preparations.get(backend)?.pool?.end();
    dispose();
  };
}
