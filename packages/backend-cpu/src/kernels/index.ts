/** Every kernel that this backend has of its own. */
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { argMaxKernel, argMinKernel } from './arg-max.js';
import { castKernel } from './cast.js';
import { imagKernel, realKernel } from './complex/parts.js';
import { concatKernel, packKernel } from './concat.js';
import { onesLikeKernel, zerosLikeKernel } from './constant-like.js';
import { convolutionKernels } from './convolution/convolution-kernels.js';
import { cumprodKernel, cumsumKernel } from './cumulative.js';
import { denseBincountKernel } from './dense-bincount.js';
import { depthToSpaceKernel } from './depth-to-space.js';
import {
  depthwiseConv2dBackpropFilterKernel,
  depthwiseConv2dBackpropInputKernel,
  depthwiseConv2dKernel,
} from './depthwise/depthwise-conv2d.js';
import { einsumKernel } from './einsum.js';
import { arithmeticKernels } from './elementwise/arithmetic.js';
import { unaryKernels } from './elementwise/unary.js';
import { fusedKernels } from './fused.js';
import { batchMatMulKernel } from './matrix/batch-mat-mul.js';
import { gatherNdKernel, scatterNdKernel, tensorScatterUpdateKernel } from './nd-indices.js';
import { oneHotKernel } from './one-hot.js';
import { maxPoolWithArgmaxKernel } from './pooling/max-pool-with-argmax.js';
import { poolingKernels } from './pooling/pooling-kernels.js';
import { randomBitsKernel } from './random-bits.js';
import { reductionKernels } from './reduction.js';
import { resizeBilinearGradKernel, resizeNearestNeighborGradKernel } from './resize-grad.js';
import { linSpaceKernel, rangeKernel } from './sequences.js';
import { stridedSliceKernel } from './strided-slice.js';
import { transformKernel } from './transform.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

export const cpuKernels: readonly KernelConfig[] = [
  argMaxKernel,
  argMinKernel,
  ...arithmeticKernels,
  batchMatMulKernel,
  castKernel,
  concatKernel,
  ...convolutionKernels,
  cumprodKernel,
  cumsumKernel,
  denseBincountKernel,
  depthToSpaceKernel,
  depthwiseConv2dKernel,
  depthwiseConv2dBackpropFilterKernel,
  depthwiseConv2dBackpropInputKernel,
  einsumKernel,
  gatherNdKernel,
  ...fusedKernels,
  imagKernel,
  linSpaceKernel,
  maxPoolWithArgmaxKernel,
  oneHotKernel,
  onesLikeKernel,
  packKernel,
  ...poolingKernels,
  randomBitsKernel,
  rangeKernel,
  realKernel,
  ...reductionKernels,
  resizeBilinearGradKernel,
  resizeNearestNeighborGradKernel,
  scatterNdKernel,
  tensorScatterUpdateKernel,
  transformKernel,
  stridedSliceKernel,
  ...unaryKernels,
  unsortedSegmentSumKernel,
  zerosLikeKernel,
];
