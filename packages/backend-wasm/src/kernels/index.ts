/** Every kernel that this backend has of its own. */
import type { WasmKernel } from '../wasm-kernel.js';
import { randomBitsKernel } from './random-bits.js';

export const wasmKernels: readonly WasmKernel[] = [randomBitsKernel];
