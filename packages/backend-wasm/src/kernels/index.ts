/** Every kernel that this backend has of its own. */
import type { WasmKernel } from '../wasm-kernel.js';
import { batchMatMulKernel } from './batch-mat-mul.js';
import { bincountKernel } from './bincount.js';
import { castKernel } from './cast.js';
import { checkedIndicesKernels } from './checked-indices.js';
import { clipByValueKernel, relu6Kernel } from './clamp.js';
import { fftKernel, ifftKernel } from './complex/fft.js';
import { complexAbsKernel, complexKernel, imagKernel, realKernel } from './complex/parts.js';
import { convertedKernels } from './converted.js';
import { conv2dBackpropFilterKernel, conv3dBackpropFilterKernel } from './convolution/filter-gradient.js';
import { conv2dKernel, conv3dKernel } from './convolution/forward.js';
import { conv2dBackpropInputKernel, conv3dBackpropInputKernel } from './convolution/input-gradient.js';
import { cumulativeKernels } from './cumulative.js';
import { depthToSpaceKernel } from './depth-to-space.js';
import { depthwiseBackpropFilterKernel } from './depthwise/depthwise-backprop-filter.js';
import { depthwiseBackpropInputKernel } from './depthwise/depthwise-backprop-input.js';
import { depthwiseConv2dKernel } from './depthwise/depthwise-conv2d.js';
import { einsumKernel } from './einsum/einsum.js';
import { reductionKernels } from './empty-reduction.js';
import { maximumKernel, minimumKernel } from './extremum.js';
import { fillKernel } from './fill.js';
import { gatherKernel } from './gather.js';
import { fusedConv2dKernel, fusedDepthwiseConv2dKernel } from './fused/fused-convolution.js';
import { fusedMatMulKernel } from './fused/fused-mat-mul.js';
import { identityKernel } from './identity.js';
import { floorDivKernel, modKernel } from './integer-division.js';
import { oneHotKernel } from './one-hot.js';
import { preluKernel } from './prelu.js';
import { avgPoolKernels } from './pooling/avg-pool.js';
import { avgPoolGradKernels } from './pooling/avg-pool-grad.js';
import { maxPoolKernels } from './pooling/max-pool.js';
import { maxPoolGradKernels } from './pooling/max-pool-grad.js';
import { maxPoolWithArgmaxKernel } from './pooling/max-pool-with-argmax.js';
import { randomBitsKernel } from './random-bits.js';
import { resizeBilinearGradKernel, resizeNearestNeighborGradKernel } from './resize-grad.js';
import { sliceKernel } from './slice.js';
import { stridedSliceKernel } from './strided-slice.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

export const wasmKernels: readonly WasmKernel[] = [
  avgPoolKernels.ofImages,
  avgPoolKernels.ofVolumes,
  avgPoolGradKernels.ofImages,
  avgPoolGradKernels.ofVolumes,
  batchMatMulKernel,
  bincountKernel,
  castKernel,
  ...checkedIndicesKernels,
  clipByValueKernel,
  complexKernel,
  complexAbsKernel,
  conv2dKernel,
  conv2dBackpropFilterKernel,
  conv2dBackpropInputKernel,
  conv3dKernel,
  conv3dBackpropFilterKernel,
  conv3dBackpropInputKernel,
  ...convertedKernels,
  ...cumulativeKernels,
  depthToSpaceKernel,
  depthwiseConv2dKernel,
  depthwiseBackpropFilterKernel,
  depthwiseBackpropInputKernel,
  einsumKernel,
  fftKernel,
  fillKernel,
  floorDivKernel,
  gatherKernel,
  fusedConv2dKernel,
  fusedDepthwiseConv2dKernel,
  fusedMatMulKernel,
  identityKernel,
  ifftKernel,
  imagKernel,
  maximumKernel,
  minimumKernel,
  modKernel,
  maxPoolKernels.ofImages,
  maxPoolKernels.ofVolumes,
  maxPoolGradKernels.ofImages,
  maxPoolGradKernels.ofVolumes,
  maxPoolWithArgmaxKernel,
  oneHotKernel,
  preluKernel,
  randomBitsKernel,
  realKernel,
  ...reductionKernels,
  relu6Kernel,
  resizeBilinearGradKernel,
  resizeNearestNeighborGradKernel,
  sliceKernel,
  stridedSliceKernel,
  unsortedSegmentSumKernel,
];
