/** Where the elements of an image lie, for the convolution kernels. */
import type { ConvolutionInfo } from '@isograd/core';

/** Distance between neighbours along each axis of an image tensor. */
export interface ImageStrides {
  readonly batch: number;
  readonly row: number;
  readonly column: number;
  readonly channel: number;
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
