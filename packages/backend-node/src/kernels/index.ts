/** The kernels that the addon computes, by name. */
import { convolutionKernels } from './convolution.js';
import { elementwiseKernels } from './elementwise.js';
import { batchMatMulKernel, fusedMatMulKernel } from './mat-mul.js';
import { movementKernels } from './movement.js';
import type { NativeKernel } from './native-kernel.js';
import { poolingKernels } from './pooling.js';
import { randomBitsKernel } from './random-bits.js';
import { argKernels, reductionKernels, softmaxKernels } from './reduction.js';
import { gatherKernel, oneHotKernel, segmentSumKernel } from './rows-by-index.js';

/** All of them. */
export const nativeKernels: readonly NativeKernel[] = [
  ...argKernels,
  batchMatMulKernel,
  ...convolutionKernels,
  ...elementwiseKernels,
  fusedMatMulKernel,
  gatherKernel,
  ...movementKernels,
  oneHotKernel,
  ...poolingKernels,
  randomBitsKernel,
  ...reductionKernels,
  segmentSumKernel,
  ...softmaxKernels,
];
