/** The catalogue of this package's error messages: one function a message, each with its code. */
import { BackendError, describeValue, StateError, ValueError } from '@isograd/core';
import { kindOf, type Problem, type ProblemKind } from './native/addon.js';

const where = 'backend "node"';

/** More than this is a mistake rather than a machine. */
export const maximumThreads = 1024;

const waysOut =
  'run "npx isograd-node build", which compiles the sources in the package with g++, clang++ or zig, ' +
  'or use the backend wasm() of @isograd/backend-wasm, which needs no binary.';

export function addonMissing(file: string): BackendError {
  return new BackendError({
    code: 'NATIVE_ADDON',
    where,
    problem: 'there is no binary of the native kernels for this machine.',
    received: `no file ${file}`,
    expected: 'the binary for this platform and processor',
    fix: waysOut,
  });
}

export function addonRefused(file: string, cause: unknown): BackendError {
  return new BackendError({
    code: 'NATIVE_ADDON',
    where,
    problem: 'the binary of the native kernels could not be loaded.',
    received: `${file}: ${cause instanceof Error ? cause.message.split('\n')[0] : describeValue(cause)}`,
    expected: 'a binary for this platform, processor and C library',
    fix: waysOut,
    cause,
  });
}

export function backendNotLoaded(): BackendError {
  return new BackendError({
    code: 'NATIVE_NOT_LOADED',
    where,
    problem: 'the backend was not loaded.',
    received: 'a kernel or a captured function before the first load',
    expected: 'useBackend(node()) before',
    fix: 'await useBackend(node()).',
  });
}

export function memoryNotShared(): BackendError {
  return new BackendError({
    code: 'NATIVE_MEMORY',
    where,
    problem: 'native kernels need a memory that never moves.',
    received: 'a WebAssembly.Memory that is not shared',
    expected: 'one made with shared: true',
    fix: 'let useBackend(node()) or useBackend(wasm()) start the wasm backend, not tfjs itself.',
  });
}

export function badThreads(received: unknown): ValueError {
  return new ValueError({
    code: 'NATIVE_THREADS',
    where,
    problem: 'threads is the number of threads that compute.',
    received: describeValue(received),
    expected: `a whole number from 1 to ${maximumThreads}`,
    fix: 'pass 1 for the calling thread alone, or the number of cores.',
  });
}

export function badBinary(received: unknown): ValueError {
  return new ValueError({
    code: 'NATIVE_BINARY',
    where,
    problem: 'binary is the path of the addon.',
    received: describeValue(received),
    expected: 'the path of a file isograd.node',
    fix: 'leave it out, and the binary in the package is used.',
  });
}

export function badInstructionSet(received: unknown, available: readonly string[]): ValueError {
  return new ValueError({
    code: 'NATIVE_INSTRUCTIONS',
    where,
    problem: 'this processor does not have these vector instructions.',
    received: describeValue(received),
    expected: available.join(', '),
    fix: 'name one of them.',
  });
}

export function programReleased(): StateError {
  return new StateError({
    code: 'NATIVE_RELEASED',
    where,
    problem: 'the program was released.',
    received: 'execute after release',
    expected: 'a program that is still there',
    fix: 'compile it again.',
  });
}

const expectations: Record<ProblemKind, string> = {
  opcode: 'an instruction that exists',
  length: 'as many words as the instruction has',
  argument: 'sizes and flags that the instruction allows',
  overflow: 'a tensor of at most 4 GiB',
  range: 'tensors that lie in the memory',
  alignment: 'an address that is a multiple of 4',
  overlap: 'a result that lies apart from its operands',
  slot: 'an address for each slot',
  detached: 'an attached memory',
  exhausted: 'enough memory for what kernels write on their way, and threads',
};

export function wrongList(problem: Problem, memoryBytes: number): ValueError | BackendError {
  const kind = kindOf(problem);
  if (kind === 'exhausted') {
    return new BackendError({
      code: 'NATIVE_EXHAUSTED',
      where,
      problem: 'the system gives no more memory.',
      received: 'a failed allocation',
      expected: expectations[kind],
      fix: 'make the batch smaller, or free memory.',
    });
  }
  const limit = kind === 'range' ? ` in a memory of ${memoryBytes} bytes` : '';
  return new ValueError({
    code: 'NATIVE_LIST',
    where,
    problem: `a list of instructions is wrong (${kind}); nothing was computed.`,
    received: `${problem.value} at word ${problem.place}${limit}`,
    expected: expectations[kind],
    fix: 'compile the list for tensors that exist, with their own shapes.',
  });
}
