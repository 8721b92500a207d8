/** What tfjs passes to the kernels of 2-D pooling, and the sizes that follow: for the authors of kernels. */
import { backend_util } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';
import { explicitPadding } from './convolution-geometry.js';

/** Attributes of the pooling kernels and of their gradients. */
export interface PoolingAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes, strides and padding of one pooling, as tfjs computes them. */
export type PoolingInfo = ReturnType<typeof backend_util.computePool2DInfo>;

/**
 * The geometry of a pooling.
 *
 * @param xShape - `[batch, height, width, channels]`
 * @param attributes - As the kernel gets them.
 */
export function poolingInfo(xShape: Shape, attributes: PoolingAttributes): PoolingInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const shape = [...xShape] as [number, number, number, number];
  return backend_util.computePool2DInfo(shape, filterSize, strides, 1, explicitPadding(pad, 'NHWC'), dimRoundingMode);
}
