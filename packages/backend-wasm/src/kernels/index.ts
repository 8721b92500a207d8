/** Every kernel that this backend has of its own. */
import type { WasmKernel } from '../wasm-kernel.js';
import { arithmeticKernels } from './elementwise/arithmetic.js';
import { argMaxKernel, argMinKernel } from './arg-extremum.js';
import { linSpaceKernel, rangeKernel } from './arithmetic-sequence.js';
import { batchMatMulKernel } from './batch-mat-mul.js';
import { bincountKernel } from './bincount.js';
import { castKernel } from './cast.js';
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
import { dilation2dBackpropFilterKernel, dilation2dBackpropInputKernel, dilation2dKernel } from './dilation2d.js';
import { einsumKernel } from './einsum/einsum.js';
import { floorDivKernel, modKernel } from './elementwise/division.js';
import { powKernel } from './elementwise/power.js';
import { preluKernel } from './elementwise/prelu.js';
import { unaryKernels } from './elementwise/unary.js';
import { reductionKernels } from './empty-reduction.js';
import { maximumKernel, minimumKernel } from './extremum.js';
import { fillKernel } from './fill.js';
import { gatherKernel } from './gather.js';
import { gatherNdKernel } from './gather-nd.js';
import { fusedConv2dKernel, fusedDepthwiseConv2dKernel } from './fused/fused-convolution.js';
import { fusedMatMulKernel } from './fused/fused-mat-mul.js';
import { identityKernel } from './identity.js';
import { oneHotKernel } from './one-hot.js';
import { cropAndResizeKernel } from './image/crop-and-resize.js';
import { rotateWithOffsetKernel } from './image/rotate-with-offset.js';
import { transformKernel } from './image/transform.js';
import { concatKernel, packKernel } from './joining.js';
import { splitKernel, unpackKernel } from './parting.js';
import { avgPoolKernels } from './pooling/avg-pool.js';
import { avgPoolGradKernels } from './pooling/avg-pool-grad.js';
import { maxPoolKernels } from './pooling/max-pool.js';
import { maxPoolGradKernels } from './pooling/max-pool-grad.js';
import { maxPoolWithArgmaxKernel } from './pooling/max-pool-with-argmax.js';
import { randomBitsKernel } from './random-bits.js';
import { resizeBilinearGradKernel, resizeNearestNeighborGradKernel } from './resize-grad.js';
import { selectKernel } from './select.js';
import { sliceKernel } from './slice.js';
import { stridedSliceKernel } from './strided-slice.js';
import { scatterNdKernel } from './scatter-nd.js';
import { sumKernel } from './sum.js';
import { tileKernel } from './tile.js';
import { transposeKernel } from './transpose.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';
import { sparseToDenseKernel, tensorScatterUpdateKernel } from './write-rows.js';

export const wasmKernels: readonly WasmKernel[] = [
  argMaxKernel,
  argMinKernel,
  avgPoolKernels.ofImages,
  avgPoolKernels.ofVolumes,
  avgPoolGradKernels.ofImages,
  avgPoolGradKernels.ofVolumes,
  batchMatMulKernel,
  bincountKernel,
  castKernel,
  clipByValueKernel,
  complexKernel,
  complexAbsKernel,
  concatKernel,
  conv2dKernel,
  conv2dBackpropFilterKernel,
  conv2dBackpropInputKernel,
  conv3dKernel,
  conv3dBackpropFilterKernel,
  conv3dBackpropInputKernel,
  ...convertedKernels,
  cropAndResizeKernel,
  ...cumulativeKernels,
  depthToSpaceKernel,
  depthwiseConv2dKernel,
  depthwiseBackpropFilterKernel,
  depthwiseBackpropInputKernel,
  dilation2dKernel,
  dilation2dBackpropFilterKernel,
  dilation2dBackpropInputKernel,
  einsumKernel,
  fftKernel,
  fillKernel,
  floorDivKernel,
  gatherKernel,
  gatherNdKernel,
  fusedConv2dKernel,
  fusedDepthwiseConv2dKernel,
  fusedMatMulKernel,
  identityKernel,
  ifftKernel,
  imagKernel,
  linSpaceKernel,
  maximumKernel,
  minimumKernel,
  modKernel,
  maxPoolKernels.ofImages,
  maxPoolKernels.ofVolumes,
  maxPoolGradKernels.ofImages,
  maxPoolGradKernels.ofVolumes,
  maxPoolWithArgmaxKernel,
  oneHotKernel,
  powKernel,
  packKernel,
  preluKernel,
  randomBitsKernel,
  rangeKernel,
  realKernel,
  ...reductionKernels,
  ...arithmeticKernels,
  relu6Kernel,
  resizeBilinearGradKernel,
  resizeNearestNeighborGradKernel,
  selectKernel,
  rotateWithOffsetKernel,
  scatterNdKernel,
  sliceKernel,
  sparseToDenseKernel,
  splitKernel,
  stridedSliceKernel,
  sumKernel,
  transposeKernel,
  ...unaryKernels,
  tensorScatterUpdateKernel,
  tileKernel,
  transformKernel,
  unpackKernel,
  unsortedSegmentSumKernel,
];
