/** The public surface of @isograd/core. */
export type { Backend } from './backend.js';
export type { AbsentKernel, BorrowedKernel, Capabilities } from './capabilities.js';
export { crc32 } from './crc32.js';
export { bytesPerElement, type DType, type HostData, hostZeros, isDType } from './dtype.js';
export {
  BackendError,
  CaptureError,
  DTypeError,
  type ErrorDetails,
  IoError,
  IsogradError,
  ShapeError,
  StateError,
  UnsupportedError,
  ValueError,
} from './errors.js';
export { gradientTable, installGradients } from './gradients/gradient-table.js';
export { initializeTfjsBackend } from './initialize-tfjs-backend.js';
export { installKernels } from './install-kernels.js';
export { broadcastIndex } from './kernels/broadcast-index.js';
export {
  type ConvolutionAttributes,
  type ConvolutionInfo,
  checkGradientShape,
  convolutionInfo,
} from './kernels/convolution-geometry.js';
export { type MatrixGeometry, matrixGeometry, type Transposition } from './kernels/matrix-geometry.js';
export { type PoolingAttributes, type PoolingInfo, poolingInfo } from './kernels/pooling-geometry.js';
export {
  asVolume,
  convolutionVolume,
  poolingVolume,
  type VolumeConvolutionAttributes,
  type VolumeInfo,
  type VolumePoolingAttributes,
} from './kernels/volume-geometry.js';
export { linearTaps, type ResizeConvention, resizeSpans, type ResizeTap } from './kernels/resize-taps.js';
export { type StridedBox, type StridedSliceAttributes, stridedBox } from './kernels/strided-box.js';
export { type Logger, setLogger, warnOnce } from './log.js';
export { describeValue } from './messages.js';
export { NdArray } from './ndarray.js';
export { type ConvOptions, conv } from './ops/conv.js';
export {
  type ConvTransposeOptions,
  convTranspose,
  convTransposeSize,
  type TransposedAxis,
} from './ops/conv-transpose.js';
export {
  type SoftmaxCrossEntropyOptions,
  type SparseSoftmaxCrossEntropyOptions,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from './ops/cross-entropy.js';
export { type CtcLossOptions, ctcLoss } from './ops/ctc-loss.js';
export {
  type AttentionInputs,
  type AttentionOptions,
  type AttentionQueries,
  attentionWeights,
  dotProductAttention,
} from './ops/dot-product-attention.js';
export { type GroupNormOptions, groupNorm } from './ops/group-norm.js';
export { type LayerNormOptions, layerNorm } from './ops/layer-norm.js';
export { logSoftmax } from './ops/log-softmax.js';
export { logSumExp } from './ops/log-sum-exp.js';
export { type MaskedSoftmaxOptions, maskedSoftmax } from './ops/masked-softmax.js';
export { type RmsNormOptions, rmsNorm } from './ops/rms-norm.js';
export { type ScatterAddUpdates, scatterAdd } from './ops/scatter-add.js';
export { segmentMax, segmentMin } from './ops/segment-extremum.js';
export { segmentProd } from './ops/segment-prod.js';
export { segmentMean, segmentSum } from './ops/segment-sum.js';
export type { Segments } from './ops/segments.js';
export { type PerAxis, trimToWindows } from './ops/spatial-axes.js';
export type { ScaleAndShift } from './ops/standardize.js';
export { foldInData, type HostKey, keyData, permuteIndices } from './random/host-random.js';
export * as random from './random/index.js';
export type { RandomKey } from './random/key.js';
export {
  fillRandomBits,
  firstCounter,
  keyWords,
  RandomBits,
  type RandomBitsAttrs,
  type RandomBitsInputs,
} from './random/random-bits.js';
export { threefryParity, threefryRotations, threefryRounds } from './random/threefry.js';
export { describeTensor, formatShape, type PartialShape, type Shape, shapesMatch, sizeOf } from './shape.js';
export { stopGradient } from './stop-gradient.js';
export { type MapLeaves, type Tree, treeEntries, treeLeaves, treeMap, treesMatch, treeUnflatten } from './tree.js';
export { type ActiveBackend, getActiveBackend, useBackend } from './use-backend.js';
export { type ValueAndGradients, variableGradients } from './variable-gradients.js';
