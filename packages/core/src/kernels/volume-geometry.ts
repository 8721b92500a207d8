/**
 * What tfjs passes to the kernels of 3-D convolution and pooling, and the sizes that follow: for the authors of
 * kernels.
 *
 * tfjs computes 'same' padding of volumes without a floor of 0, which moves the windows where a stride is longer
 * than its window; here it has the floor, as in 2-D and in TensorFlow.
 */

import { backend_util } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';
import type { ConvolutionInfo } from './convolution-geometry.js';

/** Attributes that pooling and convolution have in common. */
interface VolumeAttributes {
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid' | number;
}

/** Attributes of the 3-D pooling kernels and of their gradients. */
export interface VolumePoolingAttributes extends VolumeAttributes {
  readonly filterSize: number | [number, number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Attributes of the 3-D convolution kernels; those of the gradients have no dilations. */
export interface VolumeConvolutionAttributes extends VolumeAttributes {
  readonly dilations?: number | [number, number, number];
}

/** Sizes, strides and padding of one convolution or pooling of volumes. */
export type VolumeInfo = ReturnType<typeof backend_util.computeConv3DInfo>;

type Shape5D = [number, number, number, number, number];

/** The geometry of a pooling of `[batch, depth, height, width, channels]`. */
export function poolingVolume(xShape: Shape, attributes: VolumePoolingAttributes): VolumeInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const shape = [...xShape] as Shape5D;
  return withFloor(backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode));
}

/** The geometry of a convolution of `[batch, depth, height, width, channels]` with `[depth, height, width, channels, filters]`. */
export function convolutionVolume(
  xShape: Shape,
  filterShape: Shape,
  { strides, pad, dilations = 1 }: VolumeConvolutionAttributes,
): VolumeInfo {
  const shapes = [[...xShape] as Shape5D, [...filterShape] as Shape5D] as const;
  return withFloor(backend_util.computeConv3DInfo(...shapes, strides, dilations, pad));
}

/** A 2-D convolution as one of volumes with a depth of 1. */
export function asVolume(info: ConvolutionInfo): VolumeInfo {
  const [filterHeight, filterWidth, ...channels] = info.filterShape;
  return {
    ...info,
    inDepth: 1,
    outDepth: 1,
    filterDepth: 1,
    strideDepth: 1,
    dilationDepth: 1,
    effectiveFilterDepth: 1,
    padInfo: { ...info.padInfo, front: 0, back: 0 },
    inShape: [info.batchSize, 1, info.inHeight, info.inWidth, info.inChannels],
    outShape: [info.batchSize, 1, info.outHeight, info.outWidth, info.outChannels],
    filterShape: [1, filterHeight, filterWidth, ...channels],
  };
}

function withFloor(info: VolumeInfo): VolumeInfo {
  const { front, back, top, bottom, left, right, type } = info.padInfo;
  const [floorFront, floorBack] = atLeastZero(front, back);
  const [floorTop, floorBottom] = atLeastZero(top, bottom);
  const [floorLeft, floorRight] = atLeastZero(left, right);
  return {
    ...info,
    padInfo: {
      type,
      front: floorFront,
      back: floorBack,
      top: floorTop,
      bottom: floorBottom,
      left: floorLeft,
      right: floorRight,
    },
  };
}

function atLeastZero(before: number, after: number): [number, number] {
  return before + after < 0 ? [0, 0] : [before, after];
}
