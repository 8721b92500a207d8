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
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { TargetFeatures } from './assembler/function-builder.js';
import { ModuleBuilder, type Parameters } from './assembler/module-builder.js';
import { outOfMemory, runtimeMissing } from './messages.js';
import type { Arguments, WasmFunction } from './wasm-function.js';

/** Gives kernels addresses, scratch memory and the functions of the kernel module. */
export interface Runtime {
  /** A new, uninitialized tensor. */
  output(shape: Shape, dtype: DataType): TensorInfo;
  /** A new tensor of zeros. */
  zeros(shape: Shape, dtype: DataType): TensorInfo;
  /** `tensor` under another shape or dtype: one more owner of the same memory. */
  alias(tensor: TensorInfo, shape: Shape, dtype: DataType): TensorInfo;
  /** Gives up a tensor that a kernel made for itself. */
  dispose(tensor: TensorInfo): void;
  /** Runs another kernel of this backend. */
  call(kernelName: string, inputs: Readonly<Record<string, TensorInfo>>, attributes: object): TensorInfo;
  /** Runs the kernel of tfjs that one of ours has replaced. */
  callUpstream(kernelName: string, inputs: Readonly<Record<string, TensorInfo>>, attributes: object): TensorInfo;
  /** A new tensor of these values; of text, each element in UTF-8. */
  outputOf(shape: Shape, dtype: DataType, values: backend_util.BackendValues): TensorInfo;
  /** A copy of a tensor's values; of text, each element in UTF-8. */
  read(tensor: TensorInfo): backend_util.BackendValues;
  /** Byte address of a tensor's first element. */
  address(tensor: TensorInfo): number;
  /** Calls a function of the kernel module. */
  run<P extends Parameters>(fn: WasmFunction<P>, values: Arguments<P>): void;
  /** Copies host values into memory. */
  write(address: number, values: Int32Array | Float64Array): void;
  /** Sets bytes to zero. */
  fill(address: number, sizeBytes: number): void;
  /** Lends `sizeBytes` of uninitialized memory to `use`, and takes it back when `use` returns or throws. */
  withScratch<Result>(sizeBytes: number, use: (address: number) => Result): Result;
}

/** The parts of tfjs's Emscripten module that are relied on here and missing in its type. */
interface EmscriptenModule {
  readonly wasmMemory?: WebAssembly.Memory;
  readonly asm: { readonly memory?: WebAssembly.Memory };
  _malloc(sizeBytes: number): number;
  _free(address: number): void;
}

/** Pages of a full 32-bit memory; what tfjs's threaded build declares as its maximum. */
const allPages = 65536;

/** tfjs's kernels by name, those that ours have replaced. */
type UpstreamKernels = ReadonlyMap<string, KernelConfig | undefined>;

/** What a started backend was prepared with. */
interface Preparation {
  readonly features: TargetFeatures;
  readonly runtime: Runtime;
}

/** Collected when the first backend is prepared: later ones find our kernels in the registry. */
let upstreamKernels: UpstreamKernels | undefined;

const preparations = new WeakMap<object, Preparation>();

/**
 * The runtime of a started tfjs backend.
 *
 * @throws {BackendError} BACKEND_NOT_LOADED when `load` has not prepared this backend.
 */
export function runtimeOf(backend: object): Runtime {
  const preparation = preparations.get(backend);
  if (preparation === undefined) throw runtimeMissing();
  return preparation.runtime;
}

/** Builds the kernel module over the memory of `backend`, unless it was built for the same features before. */
export async function prepareRuntime(
  backend: BackendWasm,
  kernels: readonly { readonly kernelName: string; readonly functions: readonly WasmFunction[] }[],
  features: TargetFeatures,
): Promise<void> {
  const earlier = preparations.get(backend);
  if (earlier?.features.relaxedSimd === features.relaxedSimd) return;
  const emscripten = backend.wasm as unknown as EmscriptenModule; // the published type lacks the memory
  const memory = emscripten.wasmMemory ?? emscripten.asm.memory;
  if (memory === undefined) throw runtimeMissing();
  const isShared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  const module = new ModuleBuilder(
    { module: 'tfjs', name: 'memory', minimumPages: 1, isShared, ...(isShared ? { maximumPages: allPages } : {}) },
    features,
  );
  const functions = [...new Set(kernels.flatMap((kernel) => kernel.functions))];
  for (const { name, parameters, write } of functions) module.define(name, parameters, write);
  const { instance } = await WebAssembly.instantiate(module.toBytes(), { tfjs: { memory } });
  upstreamKernels ??= new Map(kernels.map(({ kernelName }) => [kernelName, getKernel(kernelName, 'wasm')]));
  if (earlier === undefined) {
    guardAllocation(emscripten);
    readComplexNumbers(backend, memory);
    // tfjs itself sets up the kernels that are registered when it starts the backend: ours, not these.
    for (const kernel of upstreamKernels.values()) kernel?.setupFunc?.(backend);
  }
  const runtime = createRuntime(backend, memory, exportsOf(instance, functions), upstreamKernels);
  preparations.set(backend, { features, runtime });
}

/** The functions of the kernel module by name, each with the names of its parameters in their order. */
type ExportedFunctions = ReadonlyMap<
  string,
  { readonly parameters: readonly string[]; readonly call: (...values: number[]) => void }
>;

function exportsOf(instance: WebAssembly.Instance, functions: readonly WasmFunction[]): ExportedFunctions {
  return new Map(
    functions.map(({ name, parameters }) => {
      const call = instance.exports[name] as (...values: number[]) => void;
      return [name, { parameters: Object.keys(parameters), call }];
    }),
  );
}

function createRuntime(
  backend: BackendWasm,
  memory: WebAssembly.Memory,
  functions: ExportedFunctions,
  upstream: UpstreamKernels,
): Runtime {
  const { _malloc: allocate, _free: free } = backend.wasm as unknown as EmscriptenModule;
  const output: Runtime['output'] = (shape, dtype) => backend.makeOutput([...shape], dtype);
  const address: Runtime['address'] = ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset >>> 0;
  const runKernel = (
    kernel: KernelConfig | undefined,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: object,
  ): TensorInfo => {
    if (kernel === undefined) throw runtimeMissing();
    return kernel.kernelFunc({ inputs, attrs: attributes as NamedAttrMap, backend }) as TensorInfo;
  };
  const fill: Runtime['fill'] = (start, sizeBytes) => {
    new Uint8Array(memory.buffer, start, sizeBytes).fill(0);
  };
  return {
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
    call: (kernelName, inputs, attributes) => runKernel(getKernel(kernelName, 'wasm'), inputs, attributes),
    callUpstream: (kernelName, inputs, attributes) => runKernel(upstream.get(kernelName), inputs, attributes),
    outputOf: (shape, dtype, values) => backend.makeOutput([...shape], dtype, undefined, values),
    read: ({ dataId }) => backend.readSync(dataId),
    address,
    write: (start, values) => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
    },
    fill,
    run: ({ name }, values) => {
      const fn = functions.get(name);
      if (fn === undefined) throw runtimeMissing();
      fn.call(...fn.parameters.map((parameter) => values[parameter] as number));
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

/**
 * Makes a failed allocation an error. tfjs ignores the null address that `_malloc` then returns, and would
 * write the tensor over its own static data.
 */
function guardAllocation(emscripten: EmscriptenModule): void {
  emscripten._free(emscripten._malloc(1)); // Emscripten's first call replaces the function
  const allocate = emscripten._malloc;
  emscripten._malloc = (sizeBytes) => {
    const address = allocate(sizeBytes);
    if (address === 0) throw outOfMemory(sizeBytes);
    return address;
  };
}

/** Lets tfjs read complex64, which lies in memory as pairs of float32: it knows the real dtypes only. */
function readComplexNumbers(backend: BackendWasm, memory: WebAssembly.Memory): void {
  const readReal = backend.readSync.bind(backend);
  backend.readSync = (dataId, start, end) => {
    const { dtype, shape, memoryOffset } = backend.dataIdMap.get(dataId);
    if (dtype !== 'complex64') return readReal(dataId, start, end);
    const [first, last] = [start ?? 0, end ?? sizeOf(shape)];
    return new Float32Array(memory.buffer, (memoryOffset >>> 0) + 8 * first, 2 * (last - first)).slice();
  };
}
