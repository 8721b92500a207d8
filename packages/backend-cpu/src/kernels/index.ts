/** Every kernel that this backend has of its own. */
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { avgPoolGradKernel } from './avg-pool-grad.js';
import { conv2dBackpropFilterKernel } from './conv2d-backprop-filter.js';
import { depthwiseConv2dBackpropFilterKernel } from './depthwise-conv2d-backprop-filter.js';
import { maxPoolKernel } from './max-pool.js';
import { maxPoolGradKernel } from './max-pool-grad.js';
import { randomBitsKernel } from './random-bits.js';
import { stridedSliceKernel } from './strided-slice.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

export const cpuKernels: readonly KernelConfig[] = [
  randomBitsKernel,
  conv2dBackpropFilterKernel,
  depthwiseConv2dBackpropFilterKernel,
  maxPoolKernel,
  maxPoolGradKernel,
  avgPoolGradKernel,
  stridedSliceKernel,
  unsortedSegmentSumKernel,
];
