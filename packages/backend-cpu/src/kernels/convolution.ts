/** Geometry that the convolution kernels share. */
import { backend_util } from '@tensorflow/tfjs-core';

/** Attributes of the convolution kernels; those of the gradients have no dilations, the depthwise ones no format. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes, strides and padding of one convolution. */
export type ConvolutionInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

/** Distance between neighbours along each axis of an image tensor. */
export interface ImageStrides {
  readonly batch: number;
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

type Shape4D = [number, number, number, number];

/** The geometry of a convolution of `xShape` with `filterShape`. */
export function convolutionInfo(
  xShape: readonly number[],
  filterShape: readonly number[],
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

/** Strides of the input of `info`. */
export function inputStrides({ inHeight, inWidth, inChannels, dataFormat }: ConvolutionInfo): ImageStrides {
  return imageStrides(inHeight, inWidth, inChannels, dataFormat);
}

/** Strides of the output of `info`. */
export function outputStrides({ outHeight, outWidth, outChannels, dataFormat }: ConvolutionInfo): ImageStrides {
  return imageStrides(outHeight, outWidth, outChannels, dataFormat);
}

function imageStrides(height: number, width: number, channels: number, dataFormat: string): ImageStrides {
  const batch = height * width * channels;
  return dataFormat === 'channelsLast'
    ? { batch, row: width * channels, column: channels, channel: 1 }
    : { batch, row: width, column: 1, channel: height * width };
}
