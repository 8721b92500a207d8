/** Copies memory: results of a program that have to lie where they were not computed. */
import { type WasmFunction, wasmFunction } from '../wasm-function.js';

const parameters = { from: 'i32', to: 'i32', sizeBytes: 'i32' } as const;

export const copyBytes: WasmFunction<typeof parameters> = wasmFunction('copyBytes', parameters, (f, p) =>
  f.copyMemory(p.to, p.from, p.sizeBytes),
);
