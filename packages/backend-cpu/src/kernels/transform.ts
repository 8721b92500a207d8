/** Projective transformation of images; upstream's leaves the batch after its first image. */
import { type HostData, hostZeros } from '@isograd/core';
import { type KernelConfig, Transform, util } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

interface Attributes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly outputShape?: readonly [number, number] | null;
}

/** How far a coordinate is moved to come into an axis of `size` pixels, which it may still miss by half a pixel. */
const moves: { readonly [Mode in Exclude<FillMode, 'constant'>]: (place: number, size: number) => number } = {
  nearest: (place) => place,
  /** dcba|abcd|dcba */
  reflect: (place, size) => {
    const folded = place - 2 * size * Math.floor(place / (2 * size));
    return folded < size ? folded : 2 * size - 1 - folded;
  },
  /** abcd|abcd|abcd; further away with a period of size - 1, as in TensorFlow. */
  wrap: (place, size) => {
    if (size === 1) return 0;
    if (place < 0) return place + size * (Math.trunc(-place / (size - 1)) + 1);
    return place > size - 1 ? place - size * Math.trunc(place / (size - 1)) : place;
  },
};

function intoImage(place: number, size: number, fillMode: FillMode): number {
  return fillMode === 'constant' ? place : util.clamp(0, moves[fillMode](place, size), size - 1);
}

/** An image with what lies around it: the elements of `pixels` from `start` on, and `fillValue` everywhere else. */
interface Image {
  readonly pixels: HostData;
  readonly start: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly fillValue: number;
}

/** Index of the first channel of a pixel, or -1 outside of the image. */
function pixelAt({ start, height, width, channels }: Image, y: number, x: number): number {
  const isInside = y >= 0 && y < height && x >= 0 && x < width;
  return isInside ? start + (y * width + x) * channels : -1;
}

/** Writes the pixel at (y, x), at `to`. */
type Interpolate = (image: Image, y: number, x: number, values: HostData, to: number) => void;

const nearest: Interpolate = (image, y, x, values, to) => {
  const from = pixelAt(image, Math.round(y), Math.round(x));
  for (let k = 0; k < image.channels; k++) {
    values[to + k] = from < 0 ? image.fillValue : (image.pixels[from + k] as number);
  }
};

const bilinear: Interpolate = (image, y, x, values, to) => {
  const { pixels, fillValue, channels } = image;
  const [top, left] = [Math.floor(y), Math.floor(x)];
  const [toBottom, toRight] = [y - top, x - left];
  const topLeft = pixelAt(image, top, left);
  const topRight = pixelAt(image, top, left + 1);
  const bottomLeft = pixelAt(image, top + 1, left);
  const bottomRight = pixelAt(image, top + 1, left + 1);
  for (let k = 0; k < channels; k++) {
    const read = (from: number): number => (from < 0 ? fillValue : (pixels[from + k] as number));
    const upper = (1 - toRight) * read(topLeft) + toRight * read(topRight);
    const lower = (1 - toRight) * read(bottomLeft) + toRight * read(bottomRight);
    values[to + k] = (1 - toBottom) * upper + toBottom * lower;
  }
};

/**
 * The kernel `Transform`: pixel (x, y) comes from ((a x + b y + c) / k, (d x + e y + f) / k) with k = g x + h y + 1,
 * where [a … h] is the row of `transforms` for the image, or the only one.
 */
export const transformKernel: KernelConfig = defineKernel<
  { readonly image: HostTensor; readonly transforms: HostTensor },
  Attributes
>(Transform, ({ image, transforms }, { interpolation, fillMode, fillValue, outputShape }) => {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const [outHeight, outWidth] = outputShape ?? [height, width];
  const values = hostZeros(image.dtype, batch * outHeight * outWidth * channels).fill(fillValue);
  const interpolate = interpolation === 'nearest' ? nearest : bilinear;
  let to = 0;
  for (let sample = 0; sample < batch; sample++) {
    const from = {
      pixels: image.values,
      start: sample * height * width * channels,
      height,
      width,
      channels,
      fillValue,
    };
    const first = transforms.shape[0] === 1 ? 0 : sample * 8;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = transforms.values.subarray(first, first + 8);
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++, to += channels) {
        const scale = g * x + h * y + 1;
        if (scale === 0) continue;
        const fromX = intoImage((a * x + b * y + c) / scale, width, fillMode);
        const fromY = intoImage((d * x + e * y + f) / scale, height, fillMode);
        interpolate(from, fromY, fromX, values, to);
      }
    }
  }
  return { shape: [batch, outHeight, outWidth, channels], dtype: image.dtype, values };
});
