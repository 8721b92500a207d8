/** What tfjs passes to the kernels of 2-D convolution, and the sizes that follow: for the authors of kernels. */
import { backend_util } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';

/** Attributes of the convolution kernels; those of the gradients have no dilations, the depthwise ones no format. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes, strides and padding of one convolution, as tfjs computes them. */
export type ConvolutionInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

type Shape4D = [number, number, number, number];

/**
 * The geometry of a convolution.
 *
 * @param xShape - `[batch, height, width, channels]`, or channels second with dataFormat NCHW.
 * @param filterShape - `[height, width, channels, filters]`, or a multiplier in place of filters.
 * @param attributes - As the kernel gets them.
 * @param isDepthwise - Whether each channel has filters of its own. Default: false.
 */
export function convolutionInfo(
  xShape: Shape,
  filterShape: Shape,
  attributes: ConvolutionAttributes,
  isDepthwise = false,
): ConvolutionInfo {
  const { strides, pad, dataFormat = 'NHWC', dilations = 1, dimRoundingMode } = attributes;
  return backend_util.computeConv2DInfo(
    [...xShape] as Shape4D,
    [...filterShape] as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    isDepthwise,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
}
