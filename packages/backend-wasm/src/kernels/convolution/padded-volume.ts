/** A volume in a zero border, so that no window of a convolution begins or ends outside. */
import type { VolumeInfo } from '@isograd/core';
import type { Runtime } from '../../runtime.js';
import { copyRows } from '../copy-rows.js';
import { paddedImage } from './padded-image.js';

/** How the elements of the volume lie in memory. */
export interface PaddedVolume {
  readonly pixelBytes: number;
  readonly rowBytes: number;
  readonly sliceBytes: number;
  /** Makes this image of the batch ready, and returns the address of its first element, border included. */
  load(image: number): number;
}

/**
 * Lends the padded form of the input of a convolution to `use`: the input itself where no padding is asked for.
 *
 * @param x - Address of the input, `[batch, depth, height, width, channels]`.
 */
export function withPaddedVolume(
  runtime: Runtime,
  x: number,
  info: VolumeInfo,
  use: (volume: PaddedVolume) => void,
): void {
  const { inDepth, inHeight, inWidth, inChannels, padInfo } = info;
  const pixelBytes = 4 * inChannels;
  const inRowBytes = inWidth * pixelBytes;
  const inSliceBytes = inHeight * inRowBytes;
  const { front, back, top, bottom, left, right } = padInfo;
  if (front + back + top + bottom + left + right === 0) {
    const load = (image: number): number => x + image * inDepth * inSliceBytes;
    use({ pixelBytes, rowBytes: inRowBytes, sliceBytes: inSliceBytes, load });
    return;
  }
  const { height, width, copiedRows, copiedColumns } = paddedImage(info);
  const depth = (info.outDepth - 1) * info.strideDepth + info.effectiveFilterDepth;
  const copiedSlices = Math.max(0, Math.min(inDepth, depth - front));
  const rowBytes = width * pixelBytes;
  const sliceBytes = height * rowBytes;
  runtime.withScratch(depth * sliceBytes, (address) => {
    runtime.fill(address, depth * sliceBytes);
    const load = (image: number): number => {
      for (let slice = 0; slice < copiedSlices; slice++) {
        runtime.run(copyRows, {
          from: x + (image * inDepth + slice) * inSliceBytes,
          fromRow: inRowBytes,
          to: address + (front + slice) * sliceBytes + top * rowBytes + left * pixelBytes,
          toRow: rowBytes,
          rows: copiedRows,
          rowBytes: copiedColumns * pixelBytes,
        });
      }
      return address;
    };
    use({ pixelBytes, rowBytes, sliceBytes, load });
  });
}
