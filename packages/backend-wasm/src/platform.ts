/** Where the binary of tfjs lies and how it is read, what its start leaves behind, and threads: all that differs between Node and browsers. */
import type { WorkerStart } from './threads/worker-script.js';

/** The file of tfjs that this backend runs: SIMD; its threads are our own. */
export const binaryName = 'tfjs-backend-wasm-simd.wasm';

/** Every file that tfjs may ask for; with SIMD and without threads, it is always `binaryName`. */
export const tfjsBinaries: readonly string[] = [
  binaryName,
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
];

/** A thread that serves our kernel module. */
export interface WasmWorker {
  end(): void;
}

/** One runtime's way to the binary and to threads. */
export interface Platform {
  /** Where the binary is if the program names no place. */
  readonly defaultLocation: string;
  /** Reads a file or URL; rejects with the reason when it is not there. */
  read(location: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether memory is shared for one thread too, so that others may work on it later. */
  readonly alwaysShares: boolean;
  /** Starts tfjs's module and leaves the process as it was. */
  start<Result>(start: () => Promise<Result>): Promise<Result>;
  /** Lets V8 join vectors in modules that are compiled from now on, or not; returns whether it does. */
  joinVectors(isWanted: boolean): boolean;
  /** Cores that this program may use. */
  cores(): number;
  /** Starts a worker that does not keep the program alive; resolves when it serves, calls `onDeath` if it ends by itself. */
  startWorker(start: WorkerStart, onDeath: () => void): Promise<WasmWorker>;
  /** Lets time pass, as little as it can and `timeoutMs` at most, while `words[index]` is `value`. */
  pause(words: Int32Array, index: number, value: number, timeoutMs: number): void;
}
