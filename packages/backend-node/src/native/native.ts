/**
 * Native kernels on a memory of WebAssembly: lists of instructions (instructions.ts) that are run at once, or compiled
 * and run many times.
 *
 * The addon checks every list when it reads it and every address before it computes; what it finds becomes an error
 * here. A shared memory never moves and may grow: its size is looked at again when a tensor lies beyond what is known.
 */
import { type Addon, kindOf, type InstructionSet, type NativeFeatures, type Problem } from './addon.js';
import {
  badInstructionSet,
  badThreads,
  maximumThreads,
  memoryNotShared,
  programReleased,
  wrongList,
} from '../messages.js';

/** A compiled list. */
export interface NativeProgram {
  /**
   * Runs it.
   *
   * @param addresses - Byte address of the tensor in each slot.
   * @throws {ValueError} NATIVE_LIST when a tensor does not lie in the memory. {StateError} NATIVE_RELEASED.
   */
  execute(addresses: Uint32Array): void;
  /** Gives its memory back; it cannot be run again. */
  release(): void;
}

/** Kernels on one memory. */
export interface Native {
  /** Reads a list and runs it at once. */
  run(words: Int32Array): void;
  /** Reads a list whose slots get their addresses with each run. */
  compile(words: Int32Array): NativeProgram;
  features(): NativeFeatures;
  /** Threads that compute from now on, 1 to 1024; results are the same bits for any number. */
  setThreads(count: number): void;
  /** Uses other vector instructions than the widest: for tests, and to compare. */
  setInstructionSet(name: InstructionSet): void;
}

/** The memory that each addon looks at. */
const attached = new WeakMap<Addon, WebAssembly.Memory>();

/**
 * Opens the kernels of an addon on a memory.
 *
 * @param addon - What `loadAddon` returns.
 * @param memory - A shared memory, where tensors lie.
 * @throws {BackendError} NATIVE_MEMORY when the memory is not shared.
 */
export function openNative(addon: Addon, memory: WebAssembly.Memory): Native {
  if (!(memory.buffer instanceof SharedArrayBuffer)) throw memoryNotShared();
  let knownBytes = 0;
  const attach = (): void => {
    const bytes = new Uint8Array(memory.buffer);
    addon.attach(bytes);
    attached.set(addon, memory);
    knownBytes = bytes.length;
  };
  const compute = (call: () => Problem | undefined): void => {
    if (attached.get(addon) !== memory) attach();
    let problem = call();
    if (problem !== undefined && kindOf(problem) === 'range' && memory.buffer.byteLength > knownBytes) {
      attach();
      problem = call();
    }
    if (problem !== undefined) throw wrongList(problem, knownBytes);
  };
  attach();
  return {
    run: (words) => compute(() => addon.run(words)),
    compile: (words) => {
      const handle = addon.compile(words);
      if (typeof handle !== 'number') throw wrongList(handle, knownBytes);
      let isReleased = false;
      return {
        execute: (addresses) => {
          if (isReleased) throw programReleased();
          compute(() => addon.execute(handle, addresses));
        },
        release: () => {
          if (!isReleased) addon.release(handle);
          isReleased = true;
        },
      };
    },
    features: () => addon.features(),
    setThreads: (count) => {
      if (!Number.isInteger(count) || count < 1 || count > maximumThreads) throw badThreads(count);
      const problem = addon.setThreads(count);
      if (problem !== undefined) throw wrongList(problem, knownBytes);
    },
    setInstructionSet: (name) => {
      const { instructionSets } = addon.features();
      if (!instructionSets.includes(name)) throw badInstructionSet(name, instructionSets);
      addon.setInstructionSet(name);
    },
  };
}
