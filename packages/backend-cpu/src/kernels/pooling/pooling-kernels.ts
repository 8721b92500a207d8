/** The kernels of pooling. */
import {
  asVolume,
  hostZeros,
  type PoolingAttributes,
  poolingInfo,
  type Shape,
  sizeOf,
  type VolumeInfo,
  type VolumePoolingAttributes,
  poolingVolume,
} from '@isograd/core';
import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  type KernelConfig,
  MaxPool,
  MaxPool3D,
  MaxPool3DGrad,
  MaxPoolGrad,
} from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from '../define-kernel.js';
import { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling.js';

/** The geometry as one of volumes, and the shape of the output as tfjs has it. */
type GeometryOf<Attributes> = (xShape: Shape, attributes: Attributes) => { info: VolumeInfo; outShape: Shape };

const ofImages: GeometryOf<PoolingAttributes> = (xShape, attributes) => {
  const info = poolingInfo(xShape, attributes);
  return { info: asVolume(info), outShape: info.outShape };
};

const ofVolumes: GeometryOf<VolumePoolingAttributes> = (xShape, attributes) => {
  const info = poolingVolume(xShape, attributes);
  return { info, outShape: info.outShape };
};

function forward<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
  pool: typeof maxPool,
): KernelConfig {
  return defineKernel<{ readonly x: HostTensor }, Attributes>(kernelName, ({ x }, attributes) => {
    const { info, outShape } = geometryOf(x.shape, attributes);
    const values = hostZeros(x.dtype, sizeOf(outShape));
    pool(x.values, values, info);
    return { shape: outShape, dtype: x.dtype, values };
  });
}

function backward<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
  gradient: (dy: HostTensor, input: HostTensor, info: VolumeInfo) => Float64Array,
): KernelConfig {
  return defineKernel<{ readonly dy: HostTensor; readonly input: HostTensor }, Attributes>(
    kernelName,
    ({ dy, input }, attributes) => {
      const dx = gradient(dy, input, geometryOf(input.shape, attributes).info);
      return { shape: input.shape, dtype: 'float32', values: new Float32Array(dx) };
    },
  );
}

const toMaxima = (dy: HostTensor, input: HostTensor, info: VolumeInfo): Float64Array =>
  maxPoolGradient(dy.values, input.values, info);
const toAll = (dy: HostTensor, _input: HostTensor, info: VolumeInfo): Float64Array =>
  averagePoolGradient(dy.values, info);

/** Max and average pooling of images and volumes, forward and backward. */
export const poolingKernels: readonly KernelConfig[] = [
  forward(MaxPool, ofImages, maxPool),
  forward(MaxPool3D, ofVolumes, maxPool),
  forward(AvgPool, ofImages, averagePool),
  forward(AvgPool3D, ofVolumes, averagePool),
  backward(MaxPoolGrad, ofImages, toMaxima),
  backward(MaxPool3DGrad, ofVolumes, toMaxima),
  backward(AvgPoolGrad, ofImages, toAll),
  backward(AvgPool3DGrad, ofVolumes, toAll),
];
