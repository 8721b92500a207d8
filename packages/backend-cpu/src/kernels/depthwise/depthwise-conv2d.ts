/** The kernels of depthwise convolution. */
import {
  type ConvolutionAttributes,
  checkGradientShape,
  convolutionInfo,
  type DType,
  type HostData,
  hostZeros,
  type Shape,
} from '@isograd/core';
import {
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type KernelConfig,
} from '@tensorflow/tfjs-core';
import { channelsLast, imageOf } from '../channels-order.js';
import { defineKernel, type HostTensor } from '../define-kernel.js';
import { depthwiseConvolve, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise.js';

function rounded(sums: Float64Array, dtype: DType): HostData {
  const values = hostZeros(dtype, sums.length);
  values.set(sums);
  return values;
}

/** The kernel `DepthwiseConv2dNative`. */
export const depthwiseConv2dKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly filter: HostTensor },
  ConvolutionAttributes
>(DepthwiseConv2dNative, ({ x, filter }, attributes) => {
  const info = convolutionInfo(x.shape, filter.shape, attributes, true);
  const y = depthwiseConvolve(channelsLast(x, info).values, filter.values, info);
  return imageOf({ dtype: x.dtype, values: rounded(y, x.dtype) }, info.outShape, info);
});

/** The kernel `DepthwiseConv2dNativeBackpropInput`. */
export const depthwiseConv2dBackpropInputKernel: KernelConfig = defineKernel<
  { readonly dy: HostTensor; readonly filter: HostTensor },
  ConvolutionAttributes & { readonly inputShape: Shape }
>(DepthwiseConv2dNativeBackpropInput, ({ dy, filter }, attributes) => {
  const info = convolutionInfo(attributes.inputShape, filter.shape, attributes, true);
  checkGradientShape(DepthwiseConv2dNativeBackpropInput, dy.shape, info);
  const dx = depthwiseInputGradient(channelsLast(dy, info).values, filter.values, info);
  return imageOf({ dtype: 'float32', values: rounded(dx, 'float32') }, info.inShape, info);
});

/** The kernel `DepthwiseConv2dNativeBackpropFilter`. */
export const depthwiseConv2dBackpropFilterKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly dy: HostTensor },
  ConvolutionAttributes & { readonly filterShape: Shape }
>(DepthwiseConv2dNativeBackpropFilter, ({ x, dy }, attributes) => {
  const info = convolutionInfo(x.shape, attributes.filterShape, attributes, true);
  checkGradientShape(DepthwiseConv2dNativeBackpropFilter, dy.shape, info);
  const dFilter = depthwiseFilterGradient(channelsLast(x, info).values, channelsLast(dy, info).values, info);
  return { shape: info.filterShape, dtype: 'float32', values: rounded(dFilter, 'float32') };
});
