/** The native kernels as such, for the tests and benchmarks of this repository; releases make no promise about them. */
export { type Addon, type InstructionSet, type NativeFeatures } from './native/addon.js';
export { isElementCall, loopWords } from './native/element-calls.js';
export type { ElementCode } from './native/element-codes.js';
export type { NativeActivation } from './native/instructions/activation.js';
export { type ArgExtremum, argExtremumWords } from './native/instructions/arg-extremum.js';
export {
  type Axes,
  type Convolution,
  type ConvolutionFilterGradient,
  type ConvolutionInputGradient,
  type ConvolutionSizes,
  convolutionWords,
  filterGradientWords,
  inputGradientWords,
} from './native/instructions/convolution.js';
export {
  type Block,
  type BlockAxis,
  type Copy,
  copyWords,
  type Join,
  joinWords,
  type Part,
  partWords,
} from './native/instructions/copy.js';
export {
  type ElementCall,
  type ElementDtype,
  type ElementInput,
  type ElementOperand,
  type Elementwise,
  elementwiseWords,
} from './native/instructions/elementwise.js';
export { type Fill, fillWords, type OneHot, oneHotWords } from './native/instructions/fill.js';
export { type Gather, gatherWords, type SegmentSum, segmentSumWords } from './native/instructions/gather.js';
export type { ElementBytes, Place } from './native/instructions/instruction.js';
export { type MatrixProduct, matrixProductWords } from './native/instructions/matrix-product.js';
export { type Moments, momentsWords } from './native/instructions/moments.js';
export {
  type Pooling,
  type PoolingGradient,
  poolingGradientWords,
  type PoolingSizes,
  poolingWords,
} from './native/instructions/pooling.js';
export { type RandomBits, randomBitsWords } from './native/instructions/random-bits.js';
export {
  type NativeFold,
  type Reduction,
  type ReductionSizes,
  reductionSizes,
  reductionWords,
} from './native/instructions/reduction.js';
export { type Softmax, softmaxWords } from './native/instructions/softmax.js';
export { addonFile, loadAddon } from './native/load-addon.js';
export { type Native, type NativeProgram, openNative } from './native/native.js';
