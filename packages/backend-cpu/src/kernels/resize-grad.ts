/**
 * Gradients of resizing. On each axis an output element is a weighted sum of input elements, its taps: one for the
 * nearest neighbour, two for the linear interpolation. The gradient hands each output element back to its taps.
 */
import { linearTaps, type ResizeConvention, resizeSpans, type ResizeTap } from '@isograd/core';
import { type KernelConfig, ResizeBilinearGrad, ResizeNearestNeighborGrad } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

/** The taps of output element `out` on an axis that goes from `inputs` to `outputs` elements. */
type TapsOf = (out: number, inputs: number, outputs: number, convention: ResizeConvention) => readonly ResizeTap[];

/** As the forward kernel of this backend computes it: a tie must fall on the same side. */
const nearestTap: TapsOf = (out, inputs, outputs, convention) => {
  const { alignCorners, halfPixelCenters = false } = convention;
  const [inputSpan, outputSpan] = resizeSpans(inputs, outputs, convention);
  const position = (inputSpan / outputSpan) * (halfPixelCenters ? out + 0.5 : out);
  const nearest = alignCorners ? Math.round(position) : Math.floor(position);
  return [[Math.min(inputs - 1, nearest), 1]];
};

function resizeGrad(kernelName: string, tapsOf: TapsOf): KernelConfig {
  return defineKernel<{ readonly images: HostTensor; readonly dy: HostTensor }, ResizeConvention>(
    kernelName,
    ({ images, dy }, attributes) => {
      const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
      const [, outHeight = 0, outWidth = 0] = dy.shape;
      const rowTaps = Array.from({ length: outHeight }, (_, row) => tapsOf(row, height, outHeight, attributes));
      const columnTaps = Array.from({ length: outWidth }, (_, column) => tapsOf(column, width, outWidth, attributes));
      const dx = new Float64Array(images.values.length);
      for (let pixel = 0; pixel < batch * outHeight * outWidth; pixel++) {
        const outRow = Math.floor(pixel / outWidth);
        const image = Math.floor(outRow / outHeight);
        for (const [row, rowWeight] of rowTaps[outRow % outHeight] ?? []) {
          for (const [column, columnWeight] of columnTaps[pixel % outWidth] ?? []) {
            const weight = rowWeight * columnWeight;
            const to = ((image * height + row) * width + column) * channels;
            for (let k = 0; k < channels; k++) {
              dx[to + k] = (dx[to + k] as number) + weight * (dy.values[pixel * channels + k] as number);
            }
          }
        }
      }
      return { shape: images.shape, dtype: 'float32', values: new Float32Array(dx) };
    },
  );
}

/** The kernel `ResizeNearestNeighborGrad`. */
export const resizeNearestNeighborGradKernel: KernelConfig = resizeGrad(ResizeNearestNeighborGrad, nearestTap);

/** The kernel `ResizeBilinearGrad`. */
export const resizeBilinearGradKernel: KernelConfig = resizeGrad(ResizeBilinearGrad, linearTaps);
