/** 3-D convolution and its gradients, channels last. */
import {
  checkGradientShape,
  hostZeros,
  type Shape,
  sizeOf,
  type VolumeConvolutionAttributes,
  convolutionVolume,
} from '@isograd/core';
import { Conv3D, Conv3DBackpropFilterV2, Conv3DBackpropInputV2, type KernelConfig } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from '../define-kernel.js';
import { convolve, filterGradient, inputGradient } from './convolution.js';

/** y[b, o, f] = Σ x[b, o·s + i·d - p, k] w[i, k, f] with o and i over depth, height and width */
export const conv3dKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly filter: HostTensor },
  VolumeConvolutionAttributes
>(Conv3D, ({ x, filter }, attributes) => {
  const info = convolutionVolume(x.shape, filter.shape, attributes);
  const values = hostZeros(x.dtype, sizeOf(info.outShape));
  convolve(x.values, filter.values, values, info);
  return { shape: info.outShape, dtype: x.dtype, values };
});

/** dx[b, (o·s + i·d - p), k] = Σ dy[b, o, f] w[i, k, f] */
export const conv3dBackpropInputKernel: KernelConfig = defineKernel<
  { readonly dy: HostTensor; readonly filter: HostTensor },
  VolumeConvolutionAttributes & { readonly inputShape: Shape }
>(Conv3DBackpropInputV2, ({ dy, filter }, attributes) => {
  const info = convolutionVolume(attributes.inputShape, filter.shape, attributes);
  checkGradientShape(Conv3DBackpropInputV2, dy.shape, info);
  const dx = inputGradient(dy.values, filter.values, info);
  return { shape: info.inShape, dtype: 'float32', values: new Float32Array(dx) };
});

/** dw[i, k, f] = Σ x[b, o·s + i·d - p, k] dy[b, o, f] */
export const conv3dBackpropFilterKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly dy: HostTensor },
  VolumeConvolutionAttributes & { readonly filterShape: Shape }
>(Conv3DBackpropFilterV2, ({ x, dy }, attributes) => {
  const info = convolutionVolume(x.shape, attributes.filterShape, attributes);
  checkGradientShape(Conv3DBackpropFilterV2, dy.shape, info);
  const dFilter = filterGradient(x.values, dy.values, info);
  return { shape: info.filterShape, dtype: 'float32', values: new Float32Array(dFilter) };
});
