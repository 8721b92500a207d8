/** Blocks of channels laid out as blocks of pixels: a reshape, a transposition and a reshape. */
import { DepthToSpace, Reshape, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { withIntermediates } from './intermediates.js';

interface Attributes {
  readonly blockSize: number;
  readonly dataFormat: 'NHWC' | 'NCHW';
}

/**
 * The kernel `DepthToSpace`. `x`: any dtype, `[batch, height, width, block * block * channels]`, or
 * `[batch, block * block * channels, height, width]` with dataFormat NCHW; tfjs's kernel makes float32 of any dtype.
 */
export const depthToSpaceKernel: WasmKernel<{ readonly x: TensorInfo }, Attributes> = {
  kernelName: DepthToSpace,
  functions: [],
  compute(runtime, { x }, { blockSize: block, dataFormat }) {
    const [batch = 0, ...sizes] = x.shape;
    const isLast = dataFormat === 'NHWC';
    const [height = 0, width = 0, depth = 0] = isLast ? sizes : [...sizes.slice(1), sizes[0] ?? 0];
    const channels = depth / (block * block);
    const [rows, columns] = [height * block, width * block];
    const outShape = isLast ? [batch, rows, columns, channels] : [batch, channels, rows, columns];
    return withIntermediates(runtime, (step) => {
      const shape = isLast
        ? [batch, height, width, block, block, channels]
        : [batch, block, block, channels, height, width];
      const perm = isLast ? [0, 1, 3, 2, 4, 5] : [0, 3, 4, 1, 5, 2];
      const blocks = step(Transpose, { x: step(Reshape, { x }, { shape }) }, { perm });
      return step(Reshape, { x: blocks }, { shape: outShape });
    });
  },
};
