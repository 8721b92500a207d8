/** The kernels that the addon computes, by name. */
import { convolutionKernels } from './convolution.js';
import { batchMatMulKernel, fusedMatMulKernel } from './mat-mul.js';
import type { NativeKernel } from './native-kernel.js';

/** All of them. */
export const nativeKernels: readonly NativeKernel[] = [batchMatMulKernel, ...convolutionKernels, fusedMatMulKernel];
