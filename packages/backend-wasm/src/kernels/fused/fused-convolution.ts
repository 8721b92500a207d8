/** Convolutions with bias and activation. */
import { type ConvolutionAttributes, convolutionInfo } from '@isograd/core';
import { FusedConv2D, FusedDepthwiseConv2D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../../wasm-kernel.js';
import { convolve, convolveFunctions } from '../convolution/forward.js';
import { imageGeometry } from '../convolution/geometry.js';
import { convolveDepthwise, depthwiseFunctions } from '../depthwise/depthwise-conv2d.js';
import { requireFloats } from '../require-floats.js';
import { fuse, type FusedAttributes, type FusedInputs, fuseFunctions } from './fuse.js';

interface Inputs extends FusedInputs {
  /** float32 `[batch, height, width, channels]`, or channels second with dataFormat NCHW. */
  readonly x: TensorInfo;
  /** float32 `[height, width, channels, filters]`, or a multiplier in place of filters. */
  readonly filter: TensorInfo;
}

/** The kernel `FusedConv2D`. */
export const fusedConv2dKernel: WasmKernel<Inputs, ConvolutionAttributes & FusedAttributes> = {
  kernelName: FusedConv2D,
  functions: [...convolveFunctions, ...fuseFunctions],
  compute(runtime, { x, filter, ...fused }, attributes) {
    requireFloats(FusedConv2D, x, filter);
    const geometry = imageGeometry(x.shape, filter.shape, attributes);
    return fuse(runtime, { kernelName: FusedConv2D, ...geometry }, fused, attributes, (epilogue) =>
      convolve(runtime, x, filter, geometry, epilogue),
    );
  },
};

/** The kernel `FusedDepthwiseConv2D`. */
export const fusedDepthwiseConv2dKernel: WasmKernel<Inputs, ConvolutionAttributes & FusedAttributes> = {
  kernelName: FusedDepthwiseConv2D,
  functions: [...depthwiseFunctions, ...fuseFunctions],
  compute(runtime, { x, filter, ...fused }, attributes) {
    requireFloats(FusedDepthwiseConv2D, x, filter);
    const { outShape } = convolutionInfo(x.shape, filter.shape, attributes, true);
    const target = {
      kernelName: FusedDepthwiseConv2D,
      outShape,
      isChannelsFirst: attributes.dataFormat === 'NCHW',
    };
    return fuse(runtime, target, fused, attributes, (epilogue) =>
      convolveDepthwise(runtime, x, filter, attributes, epilogue),
    );
  },
};
