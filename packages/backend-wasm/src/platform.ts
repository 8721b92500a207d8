/** Where the binary of tfjs lies and how it is read, and what its start leaves behind: all that differs between Node and browsers. */

/** The file of tfjs that this backend runs: SIMD, one thread. */
export const binaryName = 'tfjs-backend-wasm-simd.wasm';

/** Every file that tfjs may ask for; with SIMD and without threads, it is always `binaryName`. */
export const tfjsBinaries: readonly string[] = [
  binaryName,
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
];

/** One runtime's way to the binary. */
export interface Platform {
  /** Where the binary is if the program names no place; undefined when tfjs finds it without being told. */
  readonly defaultLocation: string | undefined;
  /** Reads a file or URL; rejects with the reason when it is not there. */
  read(location: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts tfjs's module and leaves the process as it was. */
  start<Result>(start: () => Promise<Result>): Promise<Result>;
}
