/** Tensors with channels first, reordered for kernels that know channels last. */
import { hostZeros, type Shape, sizeOf } from '@isograd/core';
import type { HostTensor } from './define-kernel.js';

/** Where the channels of images are. */
export interface ImageFormat {
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
}

/** `[batch, channels, ...spatial]` to `[batch, ...spatial, channels]`. */
export function channelsToLast({ shape, dtype, values }: HostTensor): HostTensor {
  const [batch = 0, channels = 0, ...spatial] = shape;
  const result = { shape: [batch, ...spatial, channels], dtype, values: hostZeros(dtype, values.length) };
  exchangeAxes(values, result.values, batch, channels, sizeOf(spatial));
  return result;
}

/** `[batch, ...spatial, channels]` to `[batch, channels, ...spatial]`. */
export function channelsToFirst({ shape, dtype, values }: HostTensor): HostTensor {
  const [batch = 0, ...inner] = shape;
  const channels = inner.at(-1) ?? 0;
  const spatial = inner.slice(0, -1);
  const result = { shape: [batch, channels, ...spatial], dtype, values: hostZeros(dtype, values.length) };
  exchangeAxes(values, result.values, batch, sizeOf(spatial), channels);
  return result;
}

/** The same image with channels last. */
export function channelsLast(image: HostTensor, { dataFormat }: ImageFormat): HostTensor {
  return dataFormat === 'channelsFirst' ? channelsToLast(image) : image;
}

/** An image of the wanted shape from its elements with channels last. */
export function imageOf(
  { dtype, values }: Omit<HostTensor, 'shape'>,
  shape: Shape,
  { dataFormat }: ImageFormat,
): HostTensor {
  if (dataFormat === 'channelsLast') return { shape: [...shape], dtype, values };
  const [batch = 0, channels = 0, height = 0, width = 0] = shape;
  return channelsToFirst({ shape: [batch, height, width, channels], dtype, values });
}

/** `[batch, rows, columns]` to `[batch, columns, rows]`. */
function exchangeAxes(
  from: HostTensor['values'],
  to: HostTensor['values'],
  batch: number,
  rows: number,
  columns: number,
): void {
  for (let index = 0; index < batch; index++) {
    const start = index * rows * columns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        to[start + column * rows + row] = from[start + row * columns + column] as number;
      }
    }
  }
}
