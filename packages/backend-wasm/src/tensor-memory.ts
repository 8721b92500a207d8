/** What is mended in the way tfjs keeps the memory of tensors: which fails unseen, and looks everything up twice. */
import { sizeOf } from '@isograd/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { outOfMemory } from './messages.js';

/** Emscripten's allocator. */
export interface Allocator {
  _malloc(sizeBytes: number): number;
  _free(address: number): void;
}

/** Mends a started backend, once. */
export function mendTensorMemory(backend: BackendWasm, allocator: Allocator, memory: WebAssembly.Memory): void {
  guardAllocation(allocator);
  lookUpOnce(backend, allocator);
  readComplexNumbers(backend, memory);
}

/**
 * Largest allocation. Emscripten asks for memory in steps of 64 KiB, as a signed number: from 2 GiB on it does not
 * see that a block ends beyond the memory.
 */
export const largestTensorBytes: number = 2 ** 31 - 2 ** 17;

/**
 * Makes a failed allocation an error. tfjs ignores the null address that `_malloc` then returns, and would
 * write the tensor over its own static data.
 */
function guardAllocation(emscripten: Allocator): void {
  emscripten._free(emscripten._malloc(1)); // Emscripten's first call replaces the function
  const allocate = emscripten._malloc;
  emscripten._malloc = (sizeBytes) => {
    const address = sizeBytes > largestTensorBytes ? 0 : allocate(sizeBytes);
    if (address === 0) throw outOfMemory(sizeBytes);
    return address;
  };
}

/** tfjs's record of where a tensor lies. */
interface TensorData extends ReturnType<BackendWasm['dataIdMap']['get']> {
  refCount: number;
}

/** Finds and gives up a tensor's memory by one look at tfjs's table, which takes two and four: every kernel does both. */
function lookUpOnce(backend: BackendWasm, { _free: free }: Allocator): void {
  const { dataIdMap, wasm } = backend;
  const { data: table } = dataIdMap as unknown as { readonly data: WeakMap<object, TensorData> }; // private in the type
  const move = dataIdMap.get.bind(dataIdMap);
  dataIdMap.get = (dataId) => table.get(dataId) ?? move(dataId);
  backend.disposeData = (dataId, force = false) => {
    const data = table.get(dataId);
    if (data === undefined) return true;
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    free(data.memoryOffset);
    wasm.tfjs.disposeData(data.id);
    dataIdMap.delete(dataId);
    return true;
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

/**
 * What makes uninitialized tensors. Those of floats, integers and bools skip the three calls and the questions that
 * tfjs has for them.
 */
export function outputMaker(
  backend: BackendWasm,
  allocator: Allocator,
): (shape: readonly number[], dtype: DataType) => TensorInfo {
  const { dataIdMap, wasm } = backend;
  const numbering = backend as unknown as { dataIdNextNumber: number }; // private in the type
  return (shape, dtype) => {
    // Only read: kernels hand on the shapes of their inputs, which are tfjs's own arrays.
    const shared = shape as number[];
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return backend.makeOutput(shared, dtype);
    const id = numbering.dataIdNextNumber++;
    const size = sizeOf(shape);
    const memoryOffset = allocator._malloc(dtype === 'bool' ? size : 4 * size) >>> 0;
    const dataId = { id };
    dataIdMap.set(dataId, { id, memoryOffset, shape: shared, dtype, refCount: 1 } as TensorData);
    wasm.tfjs.registerTensor(id, size, memoryOffset);
    return { dataId, shape: shared, dtype };
  };
}
