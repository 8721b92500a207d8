/**
 * The windows of a convolution or pooling as a table: for each output pixel and each tap of its window, where the
 * input pixel lies. Images are volumes with a depth of 1, and channels come last (channels-order.ts).
 */
import type { VolumeInfo } from '@isograd/core';

/** Marks a tap that lies in the padding. */
export const outside = -1;

/** A run of output pixels, counted through the batch, and their taps. */
export interface WindowRun {
  readonly firstPixel: number;
  readonly pixels: number;
  /** Index in the input of the pixel under each tap, or `outside`: `pixels` rows of `taps` entries. */
  readonly tapPixels: Int32Array;
}

/** Number of taps of each window. */
export function tapCount({ filterDepth, filterHeight, filterWidth }: VolumeInfo): number {
  return filterDepth * filterHeight * filterWidth;
}

/** Number of output pixels of the whole batch. */
export function outputPixels({ batchSize, outDepth, outHeight, outWidth }: VolumeInfo): number {
  return batchSize * outDepth * outHeight * outWidth;
}

/**
 * Visits all output pixels in runs.
 *
 * @param info - The geometry.
 * @param pixelsPerRun - The longest run.
 * @param visit - Gets each run; its table is used again for the next one.
 */
export function eachWindowRun(info: VolumeInfo, pixelsPerRun: number, visit: (run: WindowRun) => void): void {
  const total = outputPixels(info);
  const taps = tapCount(info);
  const tapPixels = new Int32Array(Math.min(pixelsPerRun, total) * taps);
  for (let firstPixel = 0; firstPixel < total; firstPixel += pixelsPerRun) {
    const pixels = Math.min(pixelsPerRun, total - firstPixel);
    for (let index = 0; index < pixels; index++) setTaps(tapPixels, index * taps, firstPixel + index, info);
    visit({ firstPixel, pixels, tapPixels });
  }
}

function setTaps(tapPixels: Int32Array, at: number, pixel: number, info: VolumeInfo): void {
  const { outDepth, outHeight, outWidth, inDepth, inHeight, inWidth, padInfo } = info;
  const { filterDepth, filterHeight, filterWidth, dilationDepth, dilationHeight, dilationWidth } = info;
  const outRow = Math.floor(pixel / outWidth);
  const outSlice = Math.floor(outRow / outHeight);
  const image = Math.floor(outSlice / outDepth);
  const front = (outSlice % outDepth) * info.strideDepth - padInfo.front;
  const top = (outRow % outHeight) * info.strideHeight - padInfo.top;
  const left = (pixel % outWidth) * info.strideWidth - padInfo.left;
  let to = at;
  for (let i = 0; i < filterDepth; i++) {
    const slice = front + i * dilationDepth;
    for (let j = 0; j < filterHeight; j++) {
      const row = top + j * dilationHeight;
      const isInside = slice >= 0 && slice < inDepth && row >= 0 && row < inHeight;
      const rowStart = ((image * inDepth + slice) * inHeight + row) * inWidth;
      for (let k = 0; k < filterWidth; k++, to++) {
        const column = left + k * dilationWidth;
        tapPixels[to] = isInside && column >= 0 && column < inWidth ? rowStart + column : outside;
      }
    }
  }
}
