/** The sizes that the gradients of convolution work with. */
import { type ConvolutionAttributes, type ConvolutionInfo, convolutionInfo, type Shape } from '@isograd/core';
import { kernelCaseMissing } from '../../messages.js';

/**
 * The sizes of a convolution, channels last.
 *
 * @param kernelName - Who asks, for the error.
 * @throws {UnsupportedError} WASM_KERNEL_CASE for NCHW.
 */
export function channelsLastInfo(
  kernelName: string,
  inputShape: Shape,
  filterShape: Shape,
  attributes: ConvolutionAttributes,
  isDepthwise = false,
): ConvolutionInfo {
  const { dataFormat = 'NHWC' } = attributes;
  if (dataFormat !== 'NHWC') throw kernelCaseMissing(kernelName, `dataFormat ${dataFormat}`, 'NHWC');
  return convolutionInfo(inputShape, filterShape, attributes, isDepthwise);
}

/** The part of a zero-bordered image that the windows of a convolution reach, and what of the input is in it. */
export interface PaddedImage {
  readonly height: number;
  readonly width: number;
  /** Rows and columns of the input that lie in it. */
  readonly copiedRows: number;
  readonly copiedColumns: number;
}

/** What the padded image depends on. */
type ImageSizes = Pick<
  ConvolutionInfo,
  | 'inHeight'
  | 'inWidth'
  | 'outHeight'
  | 'outWidth'
  | 'strideHeight'
  | 'strideWidth'
  | 'effectiveFilterHeight'
  | 'effectiveFilterWidth'
> & { readonly padInfo: { readonly top: number; readonly left: number } };

/** Measures the padded image. */
export function paddedImage(info: ImageSizes): PaddedImage {
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  return {
    height,
    width,
    copiedRows: Math.max(0, Math.min(info.inHeight, height - info.padInfo.top)),
    copiedColumns: Math.max(0, Math.min(info.inWidth, width - info.padInfo.left)),
  };
}
