/** Laws of what is done to images `[batch, height, width, channels]`. */
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** In the words of the kernel. */
export interface CropAndResizeAttributes {
  readonly method: 'bilinear' | 'nearest';
  readonly extrapolationValue: number;
  readonly cropSize: readonly [number, number];
}

/**
 * Crop b is the part `boxes[b]` = [y1, x1, y2, x2] of image `boxInd[b]`, in units of the image less one pixel, its
 * corners on those of the crop; a crop of one row or column takes the middle. Outside of the image there is
 * `extrapolationValue`.
 */
export function cropAndResize(
  { image, boxes, boxInd }: { readonly image: HostTensor; readonly boxes: HostTensor; readonly boxInd: HostTensor },
  { method, extrapolationValue, cropSize }: CropAndResizeAttributes,
): HostTensor {
  const [, height, width, channels] = image.shape as [number, number, number, number];
  const [cropHeight, cropWidth] = cropSize;
  const place = (start: number, end: number, size: number, crop: number, position: number): number =>
    crop > 1
      ? start * (size - 1) + (position * (end - start) * (size - 1)) / (crop - 1)
      : 0.5 * (start + end) * (size - 1);
  return tabulate(
    [boxes.shape[0] as number, cropHeight, cropWidth, channels],
    ([box = 0, row = 0, column = 0, c = 0]) => {
      const [y1, x1, y2, x2] = [0, 1, 2, 3].map((side) => at(boxes, [box, side])) as [number, number, number, number];
      const y = place(y1, y2, height, cropHeight, row);
      const x = place(x1, x2, width, cropWidth, column);
      if (!(y >= 0 && y <= height - 1 && x >= 0 && x <= width - 1)) return extrapolationValue;
      const read = (atY: number, atX: number): number => at(image, [boxInd.values[box] as number, atY, atX, c]);
      if (method === 'nearest') return read(Math.round(y), Math.round(x));
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [bottom, right] = [Math.ceil(y), Math.ceil(x)];
      const upper = read(top, left) + (read(top, right) - read(top, left)) * (x - left);
      const lower = read(bottom, left) + (read(bottom, right) - read(bottom, left)) * (x - left);
      return upper + (lower - upper) * (y - top);
    },
  );
}

/** Columns in reverse order. */
export function flipLeftRight({ image }: { readonly image: HostTensor }): HostTensor {
  const width = image.shape[2] as number;
  return tabulate(
    image.shape,
    ([sample = 0, row = 0, column = 0, channel = 0]) => at(image, [sample, row, width - 1 - column, channel]),
    image.dtype,
  );
}

/** In the words of the kernel. */
export interface RotateAttributes {
  readonly radians: number;
  /** Of what comes from outside: one number, or one for each of the first three channels, where the fourth is 255. */
  readonly fillValue: number | readonly [number, number, number];
  /** `[x, y]` of the center in parts of width and height, or one number for both. */
  readonly center: number | readonly [number, number];
}

/** Rotated about the center, counterclockwise, each pixel the one nearest to where it comes from. */
export function rotateWithOffset(
  { image }: { readonly image: HostTensor },
  { radians, fillValue, center }: RotateAttributes,
): HostTensor {
  const [, height, width] = image.shape as [number, number, number];
  const [partX, partY] = typeof center === 'number' ? [center, center] : center;
  const [centerX, centerY] = [width * partX, height * partY];
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  return tabulate(
    image.shape,
    ([sample = 0, row = 0, column = 0, channel = 0]) => {
      const x = Math.round((column - centerX) * cosine - (row - centerY) * sine + centerX);
      const y = Math.round((column - centerX) * sine + (row - centerY) * cosine + centerY);
      if (x >= 0 && x < width && y >= 0 && y < height) return at(image, [sample, y, x, channel]);
      if (typeof fillValue === 'number') return fillValue;
      return channel === 3 ? 255 : (fillValue[channel] as number);
    },
    image.dtype,
  );
}

/** In the words of the kernel. */
export interface TransformAttributes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: 'constant' | 'reflect' | 'wrap' | 'nearest';
  readonly fillValue: number;
  readonly outputShape?: readonly [number, number] | null;
}

/**
 * Pixel (x, y) comes from ((a x + b y + c) / k, (d x + e y + f) / k), k = g x + h y + 1, for the rows [a … h] of
 * `transforms`: one for all images or one for each.
 *
 * Beyond the border `reflect` mirrors (dcba|abcd|dcba) and `wrap` repeats (abcd|abcd|abcd), of which TensorFlow
 * defines the first period only.
 */
export function transform(
  { image, transforms }: { readonly image: HostTensor; readonly transforms: HostTensor },
  { interpolation, fillMode, fillValue, outputShape }: TransformAttributes,
): HostTensor {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [newHeight, newWidth] = outputShape ?? [height, width];
  return tabulate(
    [batch, newHeight, newWidth, channels],
    ([sample = 0, row = 0, column = 0, channel = 0]) => {
      const which = transforms.shape[0] === 1 ? 0 : sample;
      const entry = (index: number): number => at(transforms, [which, index]);
      const scale = entry(6) * column + entry(7) * row + 1;
      if (scale === 0) return fillValue;
      const x = intoImage((entry(0) * column + entry(1) * row + entry(2)) / scale, width, fillMode);
      const y = intoImage((entry(3) * column + entry(4) * row + entry(5)) / scale, height, fillMode);
      const read = (atY: number, atX: number): number =>
        atX >= 0 && atX < width && atY >= 0 && atY < height ? at(image, [sample, atY, atX, channel]) : fillValue;
      if (interpolation === 'nearest') return read(Math.round(y), Math.round(x));
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const upper = (left + 1 - x) * read(top, left) + (x - left) * read(top, left + 1);
      const lower = (left + 1 - x) * read(top + 1, left) + (x - left) * read(top + 1, left + 1);
      return (top + 1 - y) * upper + (y - top) * lower;
    },
    image.dtype,
  );
}

function intoImage(place: number, size: number, fillMode: TransformAttributes['fillMode']): number {
  const clamp = (value: number): number => Math.min(Math.max(value, 0), size - 1);
  switch (fillMode) {
    case 'constant':
      return place;
    case 'nearest':
      return clamp(place);
    case 'reflect': {
      const folded = modulo(place, 2 * size);
      return clamp(folded < size ? folded : 2 * size - 1 - folded);
    }
    case 'wrap':
      return clamp(place < 0 ? place + size : place > size - 1 ? place - size * Number(place >= size - 1) : place);
    default:
      return fillMode satisfies never;
  }
}

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}
