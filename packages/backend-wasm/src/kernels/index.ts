/** Every kernel that this backend has of its own. */
import type { WasmKernel } from '../wasm-kernel.js';
import { batchMatMulKernel } from './batch-mat-mul.js';
import { conv2dBackpropFilterKernel } from './conv2d/conv2d-backprop-filter.js';
import { conv2dBackpropInputKernel } from './conv2d/conv2d-backprop-input.js';
import { randomBitsKernel } from './random-bits.js';

export const wasmKernels: readonly WasmKernel[] = [
  batchMatMulKernel,
  conv2dBackpropFilterKernel,
  conv2dBackpropInputKernel,
  randomBitsKernel,
];
