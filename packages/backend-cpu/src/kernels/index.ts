/** Every kernel that this backend has of its own. */
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { randomBitsKernel } from './random-bits.js';

export const cpuKernels: readonly KernelConfig[] = [randomBitsKernel];
