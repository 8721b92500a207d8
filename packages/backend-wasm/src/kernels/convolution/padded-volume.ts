/** Volumes in a zero border, so that no window of a convolution begins or ends outside. */
import type { VolumeInfo } from '@isograd/core';
import type { Runtime } from '../../runtime.js';
import { copyRows } from '../copy-rows.js';
import { runOnImages } from '../run-on-images.js';
import { paddedImage } from './padded-image.js';

/** Some volumes of the batch, border included, and how their elements lie in memory. */
export interface PaddedVolumes {
  /** The first of them, as it is counted in the batch, and how many there are. */
  readonly firstImage: number;
  readonly images: number;
  readonly address: number;
  readonly pixelBytes: number;
  readonly rowBytes: number;
  readonly sliceBytes: number;
  readonly imageBytes: number;
}

/** Size up to which volumes are padded together: they stay in the second-level cache until they are read. */
const groupBytes = 2 ** 20;

/** How many images of `imageBytes` each are padded together. */
export function imagesPerGroup(images: number, imageBytes: number): number {
  return Math.min(images, Math.max(1, Math.floor(groupBytes / imageBytes)));
}

/**
 * Lends the padded form of the input of a convolution to `use`, group by group; all of the input itself where no
 * padding is asked for.
 *
 * @param x - Address of the input, `[batch, depth, height, width, channels]`.
 */
export function withPaddedVolumes(
  runtime: Runtime,
  x: number,
  info: VolumeInfo,
  use: (volumes: PaddedVolumes) => void,
): void {
  const { batchSize, inDepth, inHeight, inWidth, inChannels, padInfo } = info;
  const pixelBytes = 4 * inChannels;
  const inRowBytes = inWidth * pixelBytes;
  const inSliceBytes = inHeight * inRowBytes;
  const inImageBytes = inDepth * inSliceBytes;
  const { front, back, top, bottom, left, right } = padInfo;
  if (front + back + top + bottom + left + right === 0) {
    use({
      firstImage: 0,
      images: batchSize,
      address: x,
      pixelBytes,
      rowBytes: inRowBytes,
      sliceBytes: inSliceBytes,
      imageBytes: inImageBytes,
    });
    return;
  }
  const { height, width, copiedRows, copiedColumns } = paddedImage(info);
  const depth = (info.outDepth - 1) * info.strideDepth + info.effectiveFilterDepth;
  const copiedSlices = Math.max(0, Math.min(inDepth, depth - front));
  const rowBytes = width * pixelBytes;
  const sliceBytes = height * rowBytes;
  const imageBytes = depth * sliceBytes;
  const group = imagesPerGroup(batchSize, imageBytes);
  runtime.withScratch(group * imageBytes, (address) => {
    runtime.fill(address, group * imageBytes);
    for (let firstImage = 0; firstImage < batchSize; firstImage += group) {
      const images = Math.min(group, batchSize - firstImage);
      for (let slice = 0; slice < copiedSlices; slice++) {
        runOnImages(
          runtime,
          copyRows,
          {
            from: x + firstImage * inImageBytes + slice * inSliceBytes,
            fromRow: inRowBytes,
            to: address + (front + slice) * sliceBytes + top * rowBytes + left * pixelBytes,
            toRow: rowBytes,
            rows: copiedRows,
            rowBytes: copiedColumns * pixelBytes,
          },
          {
            count: images,
            steps: { from: inImageBytes, to: imageBytes },
            size: copiedRows * copiedColumns * inChannels,
          },
        );
      }
      use({ firstImage, images, address, pixelBytes, rowBytes, sliceBytes, imageBytes });
    }
  });
}
