/** Convolution and its gradients, of images and of volumes: an image is a volume with a depth of 1. */
import {
  asVolume,
  type ConvolutionAttributes,
  checkGradientShape,
  convolutionInfo,
  convolutionVolume,
  hostZeros,
  type Shape,
  sizeOf,
  type VolumeConvolutionAttributes,
  type VolumeInfo,
} from '@isograd/core';
import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  Conv3D,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  type KernelConfig,
} from '@tensorflow/tfjs-core';
import { channelsLast, type ImageFormat, imageOf } from '../channels-order.js';
import { defineKernel, type HostTensor } from '../define-kernel.js';
import { convolve, filterGradient, inputGradient } from './convolution.js';

/** Shapes and format as the op has them, and the convolution as one of volumes. */
interface Geometry extends ImageFormat {
  readonly inShape: Shape;
  readonly outShape: Shape;
  readonly filterShape: Shape;
  readonly volume: VolumeInfo;
}

type GeometryOf<Attributes> = (xShape: Shape, filterShape: Shape, attributes: Attributes) => Geometry;

/** y[b, o, f] = Σ x[b, o·s + i·d - p, k] w[i, k, f], o and i over the spatial axes. */
function forward<Attributes extends object>(kernelName: string, geometryOf: GeometryOf<Attributes>): KernelConfig {
  return defineKernel<{ readonly x: HostTensor; readonly filter: HostTensor }, Attributes>(
    kernelName,
    ({ x, filter }, attributes) => {
      const geometry = geometryOf(x.shape, filter.shape, attributes);
      const values = hostZeros(x.dtype, sizeOf(geometry.outShape));
      convolve(channelsLast(x, geometry).values, filter.values, values, geometry.volume);
      return imageOf({ dtype: x.dtype, values }, geometry.outShape, geometry);
    },
  );
}

/** dx[b, q, k] = Σ dy[b, (q + p - i·d) / s, f] w[i, k, f] where the quotients are whole. */
function backpropInput<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
): KernelConfig {
  return defineKernel<
    { readonly dy: HostTensor; readonly filter: HostTensor },
    Attributes & { readonly inputShape: Shape }
  >(kernelName, ({ dy, filter }, attributes) => {
    const geometry = geometryOf(attributes.inputShape, filter.shape, attributes);
    checkGradientShape(kernelName, dy.shape, geometry);
    const dx = inputGradient(channelsLast(dy, geometry).values, filter.values, geometry.volume);
    return imageOf({ dtype: 'float32', values: new Float32Array(dx) }, geometry.inShape, geometry);
  });
}

/** dw[i, k, f] = Σ x[b, o·s + i·d - p, k] dy[b, o, f] */
function backpropFilter<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
): KernelConfig {
  return defineKernel<
    { readonly x: HostTensor; readonly dy: HostTensor },
    Attributes & { readonly filterShape: Shape }
  >(kernelName, ({ x, dy }, attributes) => {
    const geometry = geometryOf(x.shape, attributes.filterShape, attributes);
    checkGradientShape(kernelName, dy.shape, geometry);
    const images = channelsLast(x, geometry).values;
    const dFilter = filterGradient(images, channelsLast(dy, geometry).values, geometry.volume);
    return { shape: geometry.filterShape, dtype: 'float32', values: new Float32Array(dFilter) };
  });
}

const imageGeometry: GeometryOf<ConvolutionAttributes> = (xShape, filterShape, attributes) => {
  const info = convolutionInfo(xShape, filterShape, attributes);
  const { dataFormat, inShape, outShape } = info;
  return { dataFormat, inShape, outShape, filterShape, volume: asVolume(info) };
};

const volumeGeometry: GeometryOf<VolumeConvolutionAttributes> = (xShape, filterShape, attributes) => {
  const volume = convolutionVolume(xShape, filterShape, attributes);
  const { inShape, outShape } = volume;
  return { dataFormat: 'channelsLast', inShape, outShape, filterShape, volume };
};

/** The kernels of 2-D convolution, in both formats, and of 3-D convolution, channels last. */
export const convolutionKernels: readonly KernelConfig[] = [
  forward(Conv2D, imageGeometry),
  backpropInput(Conv2DBackpropInput, imageGeometry),
  backpropFilter(Conv2DBackpropFilter, imageGeometry),
  forward(Conv3D, volumeGeometry),
  backpropInput(Conv3DBackpropInputV2, volumeGeometry),
  backpropFilter(Conv3DBackpropFilterV2, volumeGeometry),
];
