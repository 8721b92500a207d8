/** Sets bytes to zero, which JavaScript does byte by byte where memory is shared. */
import { type WasmFunction, wasmFunction } from '../wasm-function.js';

const parameters = { start: 'i32', sizeBytes: 'i32' } as const;

export const fillBytes: WasmFunction<typeof parameters> = wasmFunction(
  'fillBytes',
  parameters,
  (f, { start, sizeBytes }) => f.fillMemory(start, 0, sizeBytes),
);
