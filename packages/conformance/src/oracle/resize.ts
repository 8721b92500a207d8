/** Laws of the resampling of images `[batch, height, width, channels]`, and of its transposes. */
import { sizeOf } from '@isograd/core';
import { type HostTensor, indicesOf, positionOf } from './host-tensor.js';

/** In the words of the kernels. */
export interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  /** `[height, width]` of the result. */
  readonly size: readonly [number, number];
}

/** A pixel of the source, and its part in a pixel of the result. */
interface Share {
  readonly source: number;
  readonly weight: number;
}

/** The shares of one result pixel along one axis. */
type Sampling = (from: number, to: number, position: number, attributes: ResizeAttributes) => readonly Share[];

/** Each pixel is the mean of the four beside its place in the source, weighted by nearness. */
export function resizeBilinear({ images }: { readonly images: HostTensor }, attributes: ResizeAttributes): HostTensor {
  return resample(images, attributes, bilinear);
}

/** Each pixel is the one nearest to its place in the source. */
export function resizeNearestNeighbor(
  { images }: { readonly images: HostTensor },
  attributes: ResizeAttributes,
): HostTensor {
  return { ...resample(images, attributes, nearest), dtype: images.dtype };
}

/** The transpose of `resizeBilinear` at images of the shape given. */
export function resizeBilinearGradient(
  { images, dy }: { readonly images: HostTensor; readonly dy: HostTensor },
  attributes: Omit<ResizeAttributes, 'size'>,
): HostTensor {
  return spread(images, dy, attributes, bilinear);
}

/** The transpose of `resizeNearestNeighbor` at images of the shape given. */
export function resizeNearestNeighborGradient(
  { images, dy }: { readonly images: HostTensor; readonly dy: HostTensor },
  attributes: Omit<ResizeAttributes, 'size'>,
): HostTensor {
  return spread(images, dy, attributes, nearest);
}

/** Where a pixel of the result lies in the source: corners on corners, centers on centers, or edges on edges. */
function placeOf(from: number, to: number, position: number, attributes: ResizeAttributes): number {
  if (attributes.alignCorners && to > 1) return (position * (from - 1)) / (to - 1);
  const scale = from / to;
  return attributes.halfPixelCenters ? (position + 0.5) * scale - 0.5 : position * scale;
}

function bilinear(from: number, to: number, position: number, attributes: ResizeAttributes): Share[] {
  const place = Math.min(Math.max(placeOf(from, to, position, attributes), 0), from - 1);
  const low = Math.floor(place);
  const fraction = place - low;
  return [
    { source: low, weight: 1 - fraction },
    { source: Math.min(low + 1, from - 1), weight: fraction },
  ];
}

function nearest(from: number, to: number, position: number, attributes: ResizeAttributes): Share[] {
  const { alignCorners, halfPixelCenters } = attributes;
  const place = placeOf(from, to, position, attributes);
  const rounded = alignCorners ? Math.round(place) : Math.floor(halfPixelCenters ? place + 0.5 : place);
  return [{ source: Math.min(Math.max(rounded, 0), from - 1), weight: 1 }];
}

function resample(images: HostTensor, attributes: ResizeAttributes, sampling: Sampling): HostTensor {
  const [batch, , , channels] = images.shape as [number, number, number, number];
  const shape = [batch, ...attributes.size, channels];
  const values = new Float64Array(sizeOf(shape));
  for (const { source, result, weight } of links(images.shape, attributes, sampling)) {
    values[result] = (values[result] as number) + weight * (images.values[source] as number);
  }
  return { shape, dtype: 'float32', values };
}

function spread(
  images: HostTensor,
  dy: HostTensor,
  attributes: Omit<ResizeAttributes, 'size'>,
  sampling: Sampling,
): HostTensor {
  const values = new Float64Array(sizeOf(images.shape));
  const size = [dy.shape[1] as number, dy.shape[2] as number] as const;
  for (const { source, result, weight } of links(images.shape, { ...attributes, size }, sampling)) {
    values[source] = (values[source] as number) + weight * (dy.values[result] as number);
  }
  return { shape: images.shape, dtype: 'float32', values };
}

/** Every pair of a source and a result element that share, by row-major position. */
function* links(
  shape: readonly number[],
  attributes: ResizeAttributes,
  sampling: Sampling,
): Generator<{ source: number; result: number; weight: number }> {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const [newHeight, newWidth] = attributes.size;
  const newShape = [batch, newHeight, newWidth, channels];
  for (const [sample = 0, row = 0, column = 0, channel = 0] of indicesOf(newShape)) {
    for (const ofRow of sampling(height, newHeight, row, attributes)) {
      for (const ofColumn of sampling(width, newWidth, column, attributes)) {
        yield {
          source: positionOf(shape, [sample, ofRow.source, ofColumn.source, channel]),
          result: positionOf(newShape, [sample, row, column, channel]),
          weight: ofRow.weight * ofColumn.weight,
        };
      }
    }
  }
}
