/** Images with their channels before height and width. */
import type { Values } from './kernel-runner.js';

/** `[batch, height, width, channels]` as `[batch, channels, height, width]`. */
export function toChannelsFirst({ shape, dtype, data }: Values): Values {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const pixels = height * width;
  const turned = Array.from({ length: data.length }, (_, index) => {
    const pixel = index % pixels;
    const channel = Math.floor(index / pixels) % channels;
    const image = Math.floor(index / (pixels * channels));
    return data[(image * pixels + pixel) * channels + channel] ?? Number.NaN;
  });
  return { shape: [batch, channels, height, width], dtype, data: turned };
}

/** `[batch, channels, height, width]` as `[batch, height, width, channels]`. */
export function toChannelsLast({ shape, dtype, data }: Values): Values {
  const [batch = 0, channels = 0, height = 0, width = 0] = shape;
  // Channels and pixels change places, so the same move undoes it with their numbers exchanged.
  const { data: turned } = toChannelsFirst({ shape: [batch, channels, 1, height * width], dtype, data });
  return { shape: [batch, height, width, channels], dtype, data: turned };
}

/** Attributes of a kernel in the other format: an explicit padding names its axes in the order of the image. */
export function attributesChannelsFirst(attributes: object): object {
  const pad: unknown = 'pad' in attributes ? attributes.pad : undefined;
  const [batch, rows, columns, channels] = Array.isArray(pad) ? pad : [];
  return { ...attributes, dataFormat: 'NCHW', pad: Array.isArray(pad) ? [batch, channels, rows, columns] : pad };
}
