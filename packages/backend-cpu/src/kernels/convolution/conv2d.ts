/** 2-D convolution and its gradients. */
import {
  asVolume,
  type ConvolutionAttributes,
  checkGradientShape,
  convolutionInfo,
  hostZeros,
  type Shape,
  sizeOf,
} from '@isograd/core';
import { Conv2D, Conv2DBackpropFilter, Conv2DBackpropInput, type KernelConfig } from '@tensorflow/tfjs-core';
import { channelsLast, imageOf } from '../channels-order.js';
import { defineKernel, type HostTensor } from '../define-kernel.js';
import { convolve, filterGradient, inputGradient } from './convolution.js';

/** y[b, r, c, f] = Σ x[b, r·s + i·d - p, c·s + j·d - p, k] w[i, j, k, f] */
export const conv2dKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly filter: HostTensor },
  ConvolutionAttributes
>(Conv2D, ({ x, filter }, attributes) => {
  const info = convolutionInfo(x.shape, filter.shape, attributes);
  const values = hostZeros(x.dtype, sizeOf(info.outShape));
  convolve(channelsLast(x, info).values, filter.values, values, asVolume(info));
  return imageOf({ dtype: x.dtype, values }, info.outShape, info);
});

/** dx[b, r, c, k] = Σ dy[b, (r + p - i·d) / s, (c + p - j·d) / s, f] w[i, j, k, f] where the quotients are whole */
export const conv2dBackpropInputKernel: KernelConfig = defineKernel<
  { readonly dy: HostTensor; readonly filter: HostTensor },
  ConvolutionAttributes & { readonly inputShape: Shape }
>(Conv2DBackpropInput, ({ dy, filter }, attributes) => {
  const info = convolutionInfo(attributes.inputShape, filter.shape, attributes);
  checkGradientShape(Conv2DBackpropInput, dy.shape, info);
  const dx = inputGradient(channelsLast(dy, info).values, filter.values, asVolume(info));
  return imageOf({ dtype: 'float32', values: new Float32Array(dx) }, info.inShape, info);
});

/** dw[i, j, k, f] = Σ x[b, r·s + i·d - p, c·s + j·d - p, k] dy[b, r, c, f] */
export const conv2dBackpropFilterKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly dy: HostTensor },
  ConvolutionAttributes & { readonly filterShape: Shape }
>(Conv2DBackpropFilter, ({ x, dy }, attributes) => {
  const info = convolutionInfo(x.shape, attributes.filterShape, attributes);
  checkGradientShape(Conv2DBackpropFilter, dy.shape, info);
  const dFilter = filterGradient(channelsLast(x, info).values, channelsLast(dy, info).values, asVolume(info));
  return { shape: info.filterShape, dtype: 'float32', values: new Float32Array(dFilter) };
});
