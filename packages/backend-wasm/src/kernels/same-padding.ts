/**
 * Convolutions with 'same' padding, handed to tfjs's kernels as explicit padding.
 *
 * tfjs leaves 'same' to XNNPACK, which computes the total padding (out - 1) · stride + filter - in without a
 * floor of 0: where a stride is longer than its window the total is negative and the output is all zeros.
 */
import { type ConvolutionAttributes, convolutionInfo } from '@isograd/core';
import {
  Conv2D,
  DepthwiseConv2dNative,
  FusedConv2D,
  FusedDepthwiseConv2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

interface Inputs {
  /** float32 `[batch, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[height, width, channels, filters]` */
  readonly filter: TensorInfo;
}

function withExplicitPadding(kernelName: string, isDepthwise: boolean): WasmKernel<Inputs, ConvolutionAttributes> {
  return {
    kernelName,
    functions: [],
    compute(runtime, inputs, attributes) {
      const { pad, dataFormat } = attributes;
      if (pad !== 'same' || dataFormat === 'NCHW') {
        return runtime.callUpstream(kernelName, { ...inputs }, attributes);
      }
      const { padInfo } = convolutionInfo(inputs.x.shape, inputs.filter.shape, attributes, isDepthwise);
      const { top, bottom, left, right } = padInfo;
      const explicit = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      return runtime.callUpstream(kernelName, { ...inputs }, { ...attributes, pad: explicit });
    },
  };
}

/** The forward convolutions of tfjs, plain and fused. */
export const samePaddingKernels: readonly WasmKernel<Inputs, ConvolutionAttributes>[] = [
  withExplicitPadding(Conv2D, false),
  withExplicitPadding(FusedConv2D, false),
  withExplicitPadding(DepthwiseConv2dNative, true),
  withExplicitPadding(FusedDepthwiseConv2D, true),
];
