/** Blocks of channels laid out as pixels. */
import { hostZeros } from '@isograd/core';
import { DepthToSpace, type KernelConfig } from '@tensorflow/tfjs-core';
import { channelsToFirst, channelsToLast } from './channels-order.js';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Attributes {
  readonly blockSize: number;
  readonly dataFormat: 'NHWC' | 'NCHW';
}

/** `[batch, height, width, block² channels]` to `[batch, block height, block width, channels]` */
function spread({ shape, dtype, values }: HostTensor, blockSize: number): HostTensor {
  const [batch = 0, height = 0, width = 0, inChannels = 0] = shape;
  const channels = inChannels / (blockSize * blockSize);
  const [outHeight, outWidth] = [height * blockSize, width * blockSize];
  const out = hostZeros(dtype, values.length);
  let to = 0;
  for (let row = 0; row < batch * outHeight; row++) {
    const inRow = Math.floor(row / blockSize);
    for (let column = 0; column < outWidth; column++) {
      const pixel = inRow * width + Math.floor(column / blockSize);
      const block = (row % blockSize) * blockSize + (column % blockSize);
      const from = pixel * inChannels + block * channels;
      for (let channel = 0; channel < channels; channel++) out[to++] = values[from + channel] as number;
    }
  }
  return { shape: [batch, outHeight, outWidth, channels], dtype, values: out };
}

/** The kernel `DepthToSpace`. */
export const depthToSpaceKernel: KernelConfig = defineKernel<{ readonly x: HostTensor }, Attributes>(
  DepthToSpace,
  ({ x }, { blockSize, dataFormat }) =>
    dataFormat === 'NCHW' ? channelsToFirst(spread(channelsToLast(x), blockSize)) : spread(x, blockSize),
);
