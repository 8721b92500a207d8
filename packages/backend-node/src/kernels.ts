/** The native kernels as such, for the tests and benchmarks of this repository; releases make no promise about them. */
export { type Addon, type InstructionSet, type NativeFeatures } from './native/addon.js';
export {
  type Axes,
  type Convolution,
  type ConvolutionFilterGradient,
  type ConvolutionInputGradient,
  type ConvolutionSizes,
  convolutionWords,
  filterGradientWords,
  inputGradientWords,
  type MatrixProduct,
  matrixProductWords,
  type NativeActivation,
  type Place,
} from './native/instructions.js';
export { loadAddon } from './native/load-addon.js';
export { type Native, type NativeProgram, openNative } from './native/native.js';
