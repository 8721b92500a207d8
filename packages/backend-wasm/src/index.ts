/** The public surface of @isograd/backend-wasm. */
export { wasm, type WasmOptions } from './wasm.js';
