/** The pooling kernels: how a function gets tensors and sizes, for images and for volumes. */
import {
  asVolume,
  type PoolingAttributes,
  poolingInfo,
  poolingVolume,
  type Shape,
  sizeOf,
  type VolumeInfo,
  type VolumePoolingAttributes,
} from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { type Division, type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { paddedImage } from '../convolution/padded-image.js';
import { requireFloats } from '../require-floats.js';
import { tapsWorthSharing } from '../worth-sharing.js';
import { type PoolRows, scratchBytes } from './pool-rows.js';
import { imageSizes, windowArguments, windowParameters } from './windows.js';

interface Inputs {
  /** float32 `[batch, height, width, channels]`, for volumes `[batch, depth, height, width, channels]` */
  readonly x: TensorInfo;
}

/** A pooling as its kernels see it: of volumes, and the shape that its output has. */
interface Geometry {
  readonly volume: VolumeInfo;
  readonly outShape: Shape;
}

type GeometryOf<Attributes> = (xShape: Shape, attributes: Attributes) => Geometry;

const imageGeometry: GeometryOf<PoolingAttributes> = (xShape, attributes) => {
  const info = poolingInfo(xShape, attributes);
  return { volume: asVolume(info), outShape: info.outShape };
};

const volumeGeometry: GeometryOf<VolumePoolingAttributes> = (xShape, attributes) => {
  const volume = poolingVolume(xShape, attributes);
  return { volume, outShape: volume.outShape };
};

/** The kernels of one forward pooling. */
export interface PoolingKernels {
  readonly ofImages: WasmKernel<Inputs, PoolingAttributes>;
  readonly ofVolumes: WasmKernel<Inputs, VolumePoolingAttributes>;
}

/** Kernels that pool with `fn`. */
export function poolingKernels(imageKernel: string, volumeKernel: string, fn: PoolRows): PoolingKernels {
  return {
    ofImages: poolingKernel(imageKernel, imageGeometry, fn),
    ofVolumes: poolingKernel(volumeKernel, volumeGeometry, fn),
  };
}

function poolingKernel<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
  fn: PoolRows,
): WasmKernel<Inputs, Attributes> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, { x }, attributes) {
      requireFloats(kernelName, x);
      const { volume, outShape } = geometryOf(x.shape, attributes);
      const { width: rowColumns, copiedColumns } = paddedImage(volume);
      const out = runtime.output(outShape, 'float32');
      if (sizeOf(outShape) === 0) return out;
      runtime.withScratch(volume.batchSize * scratchBytes(volume, rowColumns), (scratch) => {
        const rows = { x: runtime.address(x), out: runtime.address(out), scratch, rowColumns, copiedColumns };
        runtime.runParallel(fn, windowArguments(volume, rows), imagesWorthSharing(volume));
      });
      return out;
    },
  };
}

/** Images whose pooling is worth a part of its own: their windows meet that many elements. */
export function imagesWorthSharing(volume: VolumeInfo): number {
  const { outDepth, outHeight, outWidth, outChannels, filterDepth, filterHeight, filterWidth } = volume;
  const windows = outDepth * outHeight * outWidth * outChannels;
  return tapsWorthSharing / (windows * filterDepth * filterHeight * filterWidth);
}

interface GradientInputs {
  /** float32 `[batch, outHeight, outWidth, channels]`, for volumes `[batch, outDepth, outHeight, outWidth, channels]` */
  readonly dy: TensorInfo;
  /** float32, the input of the pooling; its output, which tfjs passes too for maxima, is not needed. */
  readonly input: TensorInfo;
}

/** Addresses that the function of a gradient gets: the input, the gradient of the output, that of the input. */
const gradientTensors = { x: 'i32', dy: 'i32', dx: 'i32' } as const;

/** The kernels of the gradient of one pooling. */
export interface PoolingGradientKernels {
  readonly ofImages: WasmKernel<GradientInputs, PoolingAttributes>;
  readonly ofVolumes: WasmKernel<GradientInputs, VolumePoolingAttributes>;
}

const gradientParameters: typeof gradientTensors & typeof windowParameters = {
  ...gradientTensors,
  ...windowParameters,
};

/** A function that spreads the gradient of a pooling: it adds to zeros. Threads take images. */
type SpreadGradient = ParallelFunction<typeof gradientParameters>;

/** Declares a function that spreads the gradient of a pooling. */
export function spreadGradient(
  name: string,
  write: (f: FunctionBuilder, p: ParameterLocals<typeof gradientParameters>) => void,
): SpreadGradient {
  const advance: Division<typeof gradientParameters>['advance'] = (p) => {
    const { input, output } = imageSizes(p);
    return { x: input, dx: input, dy: output };
  };
  return parallelFunction(name, gradientParameters, { count: 'batch', multiple: 1, advance }, write);
}

/** Kernels that spread the gradient of a pooling with `fn`. */
export function poolingGradientKernels(
  imageKernel: string,
  volumeKernel: string,
  fn: SpreadGradient,
): PoolingGradientKernels {
  return {
    ofImages: gradientKernel(imageKernel, imageGeometry, fn),
    ofVolumes: gradientKernel(volumeKernel, volumeGeometry, fn),
  };
}

function gradientKernel<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
  fn: SpreadGradient,
): WasmKernel<GradientInputs, Attributes> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, { dy, input }, attributes) {
      requireFloats(kernelName, dy, input);
      const { volume } = geometryOf(input.shape, attributes);
      const out = runtime.zeros(input.shape, 'float32');
      const tensors = { x: runtime.address(input), dy: runtime.address(dy), dx: runtime.address(out) };
      runtime.runParallel(fn, windowArguments(volume, tensors), imagesWorthSharing(volume));
      return out;
    },
  };
}
