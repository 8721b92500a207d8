/** The catalogue of this package's error messages: one function a message, each with its code. */
import {
  BackendError,
  describeTensor,
  describeValue,
  type Shape,
  ShapeError,
  UnsupportedError,
  ValueError,
} from '@isograd/core';

const where = 'backend "wasm"';

/** More than this is a mistake rather than a machine. */
export const maximumThreads = 1024;

export function badWasmPaths(received: unknown): ValueError {
  return new ValueError({
    code: 'WASM_PATHS',
    where: 'wasm',
    problem: 'wasmPaths says where the WebAssembly binary of tfjs is served.',
    received: describeValue(received),
    expected: 'a URL prefix, or an object from the file names of tfjs to URLs',
    fix: "pass wasm({ wasmPaths: '/assets/' }) or wasm({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': url } }).",
  });
}

export function badRelaxedSimd(received: unknown): ValueError {
  return new ValueError({
    code: 'WASM_RELAXED_SIMD',
    where: 'wasm',
    problem: 'relaxedSimd says whether the rounding may depend on the machine.',
    received: describeValue(received),
    expected: "'never' or 'whereAvailable'",
    fix: "wasm({ relaxedSimd: 'whereAvailable' }) for speed, or leave it out for the same bits everywhere.",
  });
}

export function badSimd256(received: unknown): ValueError {
  return new ValueError({
    code: 'WASM_SIMD256',
    where: 'wasm',
    problem: 'simd256 says whether the engine may join vectors.',
    received: describeValue(received),
    expected: "'never' or 'whereAvailable'",
    fix: "wasm({ simd256: 'whereAvailable' }) for speed in Node 24 and later, or leave it out.",
  });
}

export function badThreads(received: unknown): ValueError {
  return new ValueError({
    code: 'WASM_THREADS',
    where: 'wasm',
    problem: 'threads is the number of threads that compute.',
    received: describeValue(received),
    expected: `a whole number from 1 to ${maximumThreads}`,
    fix: 'wasm({ threads: 1 }) for the calling thread alone, or leave it out for as many as there are cores.',
  });
}

export function memoryNotShareable(threads: number): BackendError {
  return new BackendError({
    code: 'BACKEND_THREADS',
    where,
    problem: 'threads need shared memory, which browsers give only to pages that are cross-origin isolated.',
    received: `threads: ${threads} where no memory of 4 GiB can be shared`,
    expected: 'Node, or a page whose crossOriginIsolated is true',
    fix:
      'serve the page with the headers Cross-Origin-Opener-Policy: same-origin and ' +
      'Cross-Origin-Embedder-Policy: require-corp, or use wasm({ threads: 1 }).',
  });
}

export function memoryNotShared(threads: number): BackendError {
  return new BackendError({
    code: 'BACKEND_THREADS',
    where,
    problem: 'the backend runs on a memory that is not shared, and memory cannot become so later.',
    received: `threads: ${threads} on a backend that was started with one thread in a browser, or by tfjs itself`,
    expected: 'more than one thread, or no number, from the first start on',
    fix: `ask for wasm({ threads: ${threads} }) first; the number can then be changed, to 1 too.`,
  });
}

export function sharedBinaryRefused(location: string, cause: unknown): BackendError {
  return new BackendError({
    code: 'BACKEND_BINARY',
    where,
    problem: 'the binary of tfjs, changed so that its memory is shared, could not be handed over.',
    received: `"${String(cause)}" from the blob: URL of ${location}`,
    expected: 'a runtime that may fetch blob: URLs; in a page, a policy with connect-src blob:',
    fix: 'allow it, or use wasm({ threads: 1 }).',
    cause,
  });
}

export function workersUnavailable(threads: number, cause: unknown): BackendError {
  return new BackendError({
    code: 'BACKEND_WORKERS',
    where,
    problem: 'its workers could not be started.',
    received: `${cause instanceof Error ? `"${cause.message}"` : describeValue(cause)} from one of ${threads - 1}`,
    expected: 'a runtime that lets a program start workers; in a page, a policy with worker-src blob:',
    fix: 'allow workers, or use wasm({ threads: 1 }).',
    cause,
  });
}

export function workerLost(): BackendError {
  return new BackendError({
    code: 'BACKEND_WORKER_LOST',
    where,
    problem: 'a thread has died, and with it a part of a result.',
    received: 'a worker that ended, or gave no sign of life for many times what its part should take',
    expected: 'workers that live as long as the backend',
    fix: 'call useBackend(wasm()) again for new ones, and compute again what failed.',
  });
}

export function simdMissing(): BackendError {
  return new BackendError({
    code: 'BACKEND_SIMD',
    where,
    problem: 'this runtime has no WebAssembly SIMD, on which all of its training kernels stand.',
    received: 'an engine that rejects SIMD128 instructions',
    expected: 'Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later',
    fix: 'use a newer runtime, or cpu(), which runs everywhere.',
  });
}

export function binaryUnavailable(location: string, cause: unknown): BackendError {
  return new BackendError({
    code: 'BACKEND_BINARY',
    where,
    problem: 'the WebAssembly binary of tfjs could not be read.',
    received:
      cause instanceof Error ? `"${cause.message}" from ${location}` : `${describeValue(cause)} from ${location}`,
    expected: 'the file tfjs-backend-wasm-simd.wasm of @tensorflow/tfjs-backend-wasm',
    fix: 'serve the file and say where with wasm({ wasmPaths }); calling useBackend again is enough.',
    cause,
  });
}

export function notABinary(location: string): BackendError {
  return new BackendError({
    code: 'BACKEND_BINARY',
    where,
    problem: 'what was read is not a WebAssembly binary.',
    received: `other bytes from ${location}, perhaps a page that says the file is missing`,
    expected: 'the file tfjs-backend-wasm-simd.wasm of @tensorflow/tfjs-backend-wasm',
    fix: 'serve the file and say where with wasm({ wasmPaths }); calling useBackend again is enough.',
  });
}

export function outOfMemory(sizeBytes: number): BackendError {
  return new BackendError({
    code: 'BACKEND_OUT_OF_MEMORY',
    where,
    problem: 'the memory of WebAssembly, 4 GiB at most, has no room for this tensor.',
    received: `a request for ${sizeBytes >>> 0} bytes`,
    expected: 'a request that fits beside the tensors that are alive',
    fix: 'use a smaller batch, or dispose tensors that are no longer needed.',
  });
}

export function runtimeMissing(): BackendError {
  return new BackendError({
    code: 'BACKEND_NOT_LOADED',
    where,
    problem: 'its kernels stand on a memory that load() prepares.',
    received: 'a tfjs backend that was not started by load()',
    expected: 'the one that await useBackend(wasm()) started',
    fix: 'switch with useBackend(wasm()), and do not remove or replace the tfjs backend.',
  });
}

export function kernelCaseMissing(kernelName: string, received: string, expected: string): UnsupportedError {
  return new UnsupportedError({
    code: 'WASM_KERNEL_CASE',
    where: `${kernelName} of ${where}`,
    problem: 'this case of the kernel does not exist here.',
    received,
    expected,
    fix: 'convert the tensors first, or use another backend for this op.',
  });
}

export function negativeSliceBegin(x: TensorShape, begin: Shape): ShapeError {
  return new ShapeError({
    code: 'WASM_SLICE',
    where: `Slice of ${where}`,
    problem: 'slice() does not support negative begin indexing.',
    received: `begin [${begin.join(', ')}] on ${describeTensor(x)}`,
    expected: 'for every axis 0 <= begin',
    fix: 'count from the front, or use tf.stridedSlice, which counts negative begins from the end.',
  });
}

export function sliceOutOfRange(x: TensorShape, begin: Shape, size: Shape): ShapeError {
  return new ShapeError({
    code: 'WASM_SLICE',
    where: `Slice of ${where}`,
    problem: 'the box must lie inside the tensor.',
    received: `begin [${begin.join(', ')}] and size [${size.join(', ')}] on ${describeTensor(x)}`,
    expected: 'for every axis 0 <= begin, and begin + size no more than its length; a size of -1 takes the rest',
    fix: 'correct begin and size.',
  });
}

export function indexOutOfRange(kernelName: string, index: number, size: number): ValueError {
  return new ValueError({
    code: 'WASM_INDEX',
    where: kernelName,
    problem: `the index value ${index} is not in [0, ${size - 1}].`,
    received: `an index for an axis of size ${size}`,
    expected: size === 0 ? 'no index at all' : `integers from 0 to ${size - 1}`,
    fix: 'correct the indices; tf.clipByValue keeps them in range.',
  });
}

export function invalidIndices(kernelName: string, position: Iterable<number>, shape: Shape): ValueError {
  return new ValueError({
    code: 'WASM_INDEX',
    where: `${kernelName} of ${where}`,
    problem: `Invalid indices: ${[...position].join(',')} does not index into ${shape.join(',')}.`,
    received: 'a position outside of the tensor',
    expected: 'for every axis named, an index from 0 to one less than its length',
    fix: 'correct the indices, or the shape.',
  });
}

export function badEinsum(equation: string, expected: string): ValueError {
  return new ValueError({
    code: 'WASM_EINSUM',
    where: `Einsum of ${where}`,
    problem: 'the equation must name each axis of each tensor with a letter.',
    received: `"${equation}"`,
    expected,
    fix: 'write one term for each tensor, as numpy.einsum reads it, with an explicit output.',
  });
}

interface TensorShape {
  readonly dtype: string;
  readonly shape: Shape;
}
