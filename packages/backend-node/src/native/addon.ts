/** The functions of the native addon as native/addon.cc has them, and what they answer when something is wrong. */

/** What was wrong, in the order of native/problem.h, from 1. */
const problemKinds = [
  'opcode',
  'length',
  'argument',
  'overflow',
  'range',
  'alignment',
  'overlap',
  'slot',
  'detached',
  'exhausted',
] as const;

/** One of them. */
export type ProblemKind = (typeof problemKinds)[number];

/** What a call answers when it did nothing. */
export interface Problem {
  /** A number of native/problem.h. */
  readonly code: number;
  /** The word of the list where it was found, or -1. */
  readonly place: number;
  /** What was found there; for a range, the byte after its last. */
  readonly value: number;
}

/** Vector instructions that there are kernels for. */
export type InstructionSet = 'sse2' | 'avx2' | 'avx512' | 'neon';

/** What this processor has, and what is used. */
export interface NativeFeatures {
  /** Narrowest first. */
  readonly instructionSets: readonly InstructionSet[];
  readonly instructionSet: InstructionSet;
  /** Threads that compute, the calling one included. */
  readonly threads: number;
}

/** The addon: each environment of JavaScript (the main thread, a worker) has a state of its own in it. */
export interface Addon {
  attach(bytes: Uint8Array): undefined;
  run(words: Int32Array): Problem | undefined;
  compile(words: Int32Array): Problem | number;
  execute(handle: number, addresses: Uint32Array): Problem | undefined;
  release(handle: number): boolean;
  features(): NativeFeatures;
  setThreads(count: number): Problem | undefined;
  setInstructionSet(name: InstructionSet): undefined;
}

/** The kind of a problem. */
export function kindOf(problem: Problem): ProblemKind {
  return problemKinds[problem.code - 1] ?? 'argument';
}
