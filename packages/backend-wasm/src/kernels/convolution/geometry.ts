/** Convolutions of images and of volumes in one form: volumes, channels last. */
import {
  asVolume,
  type ConvolutionAttributes,
  convolutionInfo,
  convolutionVolume,
  type Shape,
  sizeOf,
  type VolumeConvolutionAttributes,
  type VolumeInfo,
} from '@isograd/core';
import { type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';

/** One convolution. */
export interface Geometry {
  /** Sizes, strides and padding. */
  readonly volume: VolumeInfo;
  /** The shapes that its tensors have. */
  readonly inShape: Shape;
  readonly outShape: Shape;
  readonly filterShape: Shape;
  /** Whether the channels of its images come before height and width. */
  readonly isChannelsFirst: boolean;
}

/** The geometry of a convolution of images; NHWC or NCHW. */
export function imageGeometry(xShape: Shape, filterShape: Shape, attributes: ConvolutionAttributes): Geometry {
  const info = convolutionInfo(xShape, filterShape, attributes);
  const { inShape, outShape, dataFormat } = info;
  const isChannelsFirst = dataFormat === 'channelsFirst';
  return { volume: asVolume(info), inShape, outShape, filterShape: info.filterShape, isChannelsFirst };
}

/** The geometry of a convolution of volumes. */
export function volumeGeometry(xShape: Shape, filterShape: Shape, attributes: VolumeConvolutionAttributes): Geometry {
  const volume = convolutionVolume(xShape, filterShape, attributes);
  const { inShape, outShape } = volume;
  return { volume, inShape, outShape, filterShape: volume.filterShape, isChannelsFirst: false };
}

/** Lends `tensor`, channels last, to `use`. */
export function readChannelsLast<Result>(
  runtime: Runtime,
  { isChannelsFirst }: Pick<Geometry, 'isChannelsFirst'>,
  tensor: TensorInfo,
  use: (channelsLast: TensorInfo) => Result,
): Result {
  if (!isChannelsFirst) return use(tensor);
  const turned = transpose(runtime, tensor, [0, 2, 3, 1]);
  try {
    return use(turned);
  } finally {
    runtime.dispose(turned);
  }
}

/** A new tensor of `shape` with what `write` puts, channels last, at the address it gets. */
export function writeChannelsLast(
  runtime: Runtime,
  { isChannelsFirst }: Pick<Geometry, 'isChannelsFirst'>,
  shape: Shape,
  write: (address: number) => void,
): TensorInfo {
  if (!isChannelsFirst) {
    const out = runtime.output(shape, 'float32');
    write(runtime.address(out));
    return out;
  }
  const [batch = 0, channels = 0, ...size] = shape;
  const channelsLast = runtime.output([batch, ...size, channels], 'float32');
  write(runtime.address(channelsLast));
  const out = transpose(runtime, channelsLast, [0, 3, 1, 2]);
  runtime.dispose(channelsLast);
  return out;
}

/** tfjs's kernel divides by the number of elements, so nothing is not for it. */
function transpose(runtime: Runtime, x: TensorInfo, perm: readonly number[]): TensorInfo {
  const shape = perm.map((axis) => x.shape[axis] ?? 0);
  return sizeOf(shape) === 0 ? runtime.output(shape, 'float32') : runtime.call(Transpose, { x }, { perm });
}
