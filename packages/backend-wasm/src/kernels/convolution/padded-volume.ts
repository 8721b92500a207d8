/** A volume in a zero border, so that no window of a convolution begins or ends outside. */
import type { Runtime } from '../../runtime.js';
import { copyRows } from '../copy-rows.js';
import { paddedImage } from './convolution.js';
import type { VolumeInfo } from './volume-geometry.js';

/** Where the elements of the volume lie in the scratch memory. */
export interface PaddedVolume {
  readonly address: number;
  readonly pixelBytes: number;
  readonly rowBytes: number;
  readonly sliceBytes: number;
  /** Copies this image of the batch into the border. */
  load(image: number): void;
}

/**
 * Lends the padded form of the input of a convolution to `use`.
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
  const { height, width, copiedRows, copiedColumns } = paddedImage(info);
  const depth = (info.outDepth - 1) * info.strideDepth + info.effectiveFilterDepth;
  const copiedSlices = Math.max(0, Math.min(inDepth, depth - padInfo.front));
  const pixelBytes = 4 * inChannels;
  const rowBytes = width * pixelBytes;
  const sliceBytes = height * rowBytes;
  runtime.withScratch(depth * sliceBytes, (address) => {
    runtime.fill(address, depth * sliceBytes);
    const load = (image: number): void => {
      for (let slice = 0; slice < copiedSlices; slice++) {
        runtime.run(copyRows, {
          from: x + (image * inDepth + slice) * inHeight * inWidth * pixelBytes,
          fromRow: inWidth * pixelBytes,
          to: address + (padInfo.front + slice) * sliceBytes + padInfo.top * rowBytes + padInfo.left * pixelBytes,
          toRow: rowBytes,
          rows: copiedRows,
          rowBytes: copiedColumns * pixelBytes,
        });
      }
    };
    use({ address, pixelBytes, rowBytes, sliceBytes, load });
  });
}
