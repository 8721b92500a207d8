/** Maxima and means of windows, of images and volumes, and their gradients. */
import {
  asVolume,
  type PoolingAttributes,
  poolingInfo,
  poolingVolume,
  type Shape,
  type VolumeInfo,
  type VolumePoolingAttributes,
} from '@isograd/core';
import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  MaxPool,
  MaxPool3D,
  MaxPool3DGrad,
  MaxPoolGrad,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { poolingGradientWords, type PoolingSizes, poolingWords } from '../native/instructions/pooling.js';
import { areFloats, type NativeKernel } from './native-kernel.js';

interface Inputs {
  readonly x: TensorInfo;
}

interface GradientInputs {
  readonly dy: TensorInfo;
  /** The input of the pooling; its output, which tfjs passes too for maxima, is not needed. */
  readonly input: TensorInfo;
}

type Kind = PoolingSizes['kind'];

interface Geometry {
  readonly volume: VolumeInfo;
  readonly outShape: Shape;
}

type GeometryOf<Attributes> = (xShape: Shape, attributes: Attributes) => Geometry;

const images: GeometryOf<PoolingAttributes> = (xShape, attributes) => {
  const info = poolingInfo(xShape, attributes);
  return { volume: asVolume(info), outShape: info.outShape };
};

const volumes: GeometryOf<VolumePoolingAttributes> = (xShape, attributes) => {
  const volume = poolingVolume(xShape, attributes);
  return { volume, outShape: volume.outShape };
};

/** The kernels of all poolings. */
export const poolingKernels: readonly NativeKernel[] = [
  pooling(AvgPool, 'average', images),
  pooling(AvgPool3D, 'average', volumes),
  pooling(MaxPool, 'max', images),
  pooling(MaxPool3D, 'max', volumes),
  poolingGradient(AvgPoolGrad, 'average', images),
  poolingGradient(AvgPool3DGrad, 'average', volumes),
  poolingGradient(MaxPoolGrad, 'max', images),
  poolingGradient(MaxPool3DGrad, 'max', volumes),
];

function pooling<Attributes extends object>(
  kernelName: string,
  kind: Kind,
  geometryOf: GeometryOf<Attributes>,
): NativeKernel<Inputs, Attributes> {
  return {
    kernelName,
    serves: ({ x }) => areFloats(x),
    compute: (runtime, { x }, attributes) => {
      const { volume, outShape } = geometryOf(x.shape, attributes);
      const y = runtime.output(outShape, 'float32');
      runtime.instruct([runtime.address(x), runtime.address(y)], ([from, to]) =>
        poolingWords(sizesOf(kind, volume), { x: from, y: to }),
      );
      return y;
    },
  };
}

function poolingGradient<Attributes extends object>(
  kernelName: string,
  kind: Kind,
  geometryOf: GeometryOf<Attributes>,
): NativeKernel<GradientInputs, Attributes> {
  return {
    kernelName,
    serves: ({ dy, input }) => areFloats(dy, input),
    compute: (runtime, { dy, input }, attributes) => {
      const { volume } = geometryOf(input.shape, attributes);
      const dx = runtime.output(input.shape, 'float32');
      const addresses = [runtime.address(dy), runtime.address(input), runtime.address(dx)] as const;
      runtime.instruct(addresses, ([from, x, to]) =>
        poolingGradientWords(sizesOf(kind, volume), { dy: from, x, dx: to }),
      );
      return dx;
    },
  };
}

function sizesOf(kind: Kind, info: VolumeInfo): PoolingSizes {
  const { padInfo } = info;
  return {
    kind,
    batch: info.batchSize,
    inSize: [info.inDepth, info.inHeight, info.inWidth],
    channels: info.inChannels,
    outSize: [info.outDepth, info.outHeight, info.outWidth],
    windowSize: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padding: [padInfo.front, padInfo.top, padInfo.left],
  };
}
