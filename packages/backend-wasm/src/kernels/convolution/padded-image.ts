/** The part of a zero-bordered image that the windows of a convolution reach. */
import type { ConvolutionInfo } from '@isograd/core';

/** Its size, and what of the input is in it. */
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
