/** The native kernels as such, for the tests and benchmarks of this repository; releases make no promise about them. */
export { type Addon, type InstructionSet, type NativeFeatures } from './native/addon.js';
export type { NativeActivation } from './native/instructions/activation.js';
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
export type { Place } from './native/instructions/instruction.js';
export { type MatrixProduct, matrixProductWords } from './native/instructions/matrix-product.js';
export { addonFile, loadAddon } from './native/load-addon.js';
export { type Native, type NativeProgram, openNative } from './native/native.js';
