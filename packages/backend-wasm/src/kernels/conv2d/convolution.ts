/** What tfjs passes to the kernels of 2-D convolution, and the sizes that follow from it. */
import { backend_util } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../../messages.js';

/** Sizes of a convolution, as tfjs computes them. */
export type ConvolutionInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

/** Attributes that all kernels of convolution share. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The sizes of a convolution.
 *
 * @param kernelName - Who asks, for the error.
 * @param inputShape - `[batch, height, width, channels]`
 * @param filterShape - `[height, width, channels, filters]`, or a multiplier in place of filters.
 * @throws {UnsupportedError} WASM_KERNEL_CASE for NCHW.
 */
export function convolutionInfo(
  kernelName: string,
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvolutionAttributes,
  isDepthwise = false,
): ConvolutionInfo {
  const { strides, pad, dataFormat = 'NHWC', dilations = 1, dimRoundingMode } = attributes;
  if (dataFormat !== 'NHWC') throw kernelCaseMissing(kernelName, `dataFormat ${dataFormat}`, 'NHWC');
  type Shape4D = [number, number, number, number];
  return backend_util.computeConv2DInfo(
    [...inputShape] as Shape4D,
    [...filterShape] as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
}

/** The part of a zero-bordered image that the windows of a convolution reach, and what of the input is in it. */
export interface PaddedImage {
  readonly height: number;
  readonly width: number;
  /** Rows and columns of the input that lie in it. */
  readonly copiedRows: number;
  readonly copiedColumns: number;
}

/** Measures the padded image. */
export function paddedImage(info: ConvolutionInfo): PaddedImage {
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  return {
    height,
    width,
    copiedRows: Math.max(0, Math.min(info.inHeight, height - info.padInfo.top)),
    copiedColumns: Math.max(0, Math.min(info.inWidth, width - info.padInfo.left)),
  };
}
