/** Boxes of the aspect ratio of a target: Keras's arithmetic, rounding included. */

/** A height and a width. */
export type ImageSize = readonly [height: number, width: number];

/** Part of an image, or a border around one. */
export interface ImageBox {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The largest box within an image that has the aspect ratio of the target, in the middle. */
export function croppedBox([height, width]: ImageSize, [targetHeight, targetWidth]: ImageSize): ImageBox {
  const boxHeight = Math.max(Math.min(height, Math.trunc((width * targetHeight) / targetWidth)), 1);
  const boxWidth = Math.max(Math.min(width, Math.trunc((height * targetWidth) / targetHeight)), 1);
  return {
    top: Math.trunc((height - boxHeight) / 2),
    left: Math.trunc((width - boxWidth) / 2),
    height: boxHeight,
    width: boxWidth,
  };
}

/**
 * What stands on each side of an image so that it has the aspect ratio of the target: the same above as below and left
 * as right, so that an odd row or column is left out (Keras's rule).
 */
export function borders([height, width]: ImageSize, [targetHeight, targetWidth]: ImageSize): ImageSize {
  const around = (size: number, wanted: number): number => Math.trunc((Math.max(size, Math.trunc(wanted)) - size) / 2);
  const rows = around(height, (width * targetHeight) / targetWidth);
  return rows > 0 ? [rows, 0] : [0, around(width, (height * targetWidth) / targetHeight)];
}
