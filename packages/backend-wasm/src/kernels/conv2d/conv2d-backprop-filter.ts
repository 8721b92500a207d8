/**
 * Gradient of a convolution with respect to its filter, as matrix products.
 *
 * With the image in a zero border, the elements that row `h` of the filter meets at one position of the
 * output are contiguous: `[filterWidth * channels]`. So each row of the filter's gradient is one product,
 * transpose(windows) · dy, that sums over all positions; nothing is unrolled into columns.
 */
import { type ConvolutionAttributes, checkGradientShape } from '@isograd/core';
import { Conv2DBackpropFilter, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../../wasm-kernel.js';
import { copyRows } from '../copy-rows.js';
import { transposedMatrixProduct } from '../matrix/matrix-product.js';
import { channelsLastInfo, paddedImage } from './convolution.js';

interface Inputs {
  /** float32 `[batch, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[batch, outHeight, outWidth, filters]` */
  readonly dy: TensorInfo;
}

interface Attributes extends ConvolutionAttributes {
  readonly filterShape: readonly number[];
}

/** Positions summed before the next product begins: their pixels of x and dy then stay in the first-level cache. */
const positionsPerBlock = 256;

/** The kernel `Conv2DBackpropFilter`; strides and padding as they come, NHWC only. */
export const conv2dBackpropFilterKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: Conv2DBackpropFilter,
  functions: [copyRows, transposedMatrixProduct],
  compute(runtime, { x, dy }, attributes) {
    const info = channelsLastInfo(Conv2DBackpropFilter, x.shape, attributes.filterShape, attributes);
    checkGradientShape(Conv2DBackpropFilter, dy.shape, info);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
    const { top, left } = info.padInfo;
    const out = runtime.output(info.filterShape, 'float32');
    const filter = runtime.address(out);
    if (batchSize * outHeight * outWidth === 0) {
      runtime.fill(filter, 4 * filterHeight * filterWidth * inChannels * outChannels);
      return out;
    }
    const { height, width, copiedRows, copiedColumns } = paddedImage(info);
    const pixelBytes = 4 * inChannels;
    const rowBytes = width * pixelBytes;
    const imageBytes = inHeight * inWidth * pixelBytes;
    const rowsPerBlock = Math.max(1, Math.floor(positionsPerBlock / outWidth));
    runtime.withScratch(height * rowBytes, (padded) => {
      runtime.fill(padded, height * rowBytes);
      for (let image = 0; image < batchSize; image++) {
        runtime.run(copyRows, {
          from: runtime.address(x) + image * imageBytes,
          fromRow: inWidth * pixelBytes,
          to: padded + top * rowBytes + left * pixelBytes,
          toRow: rowBytes,
          rows: copiedRows,
          rowBytes: copiedColumns * pixelBytes,
        });
        for (let firstRow = 0; firstRow < outHeight; firstRow += rowsPerBlock) {
          for (let row = 0; row < filterHeight; row++) {
            runtime.run(transposedMatrixProduct, {
              a: padded + (firstRow * strideHeight + row) * rowBytes,
              aStride: strideWidth * pixelBytes,
              aOuter: strideHeight * rowBytes,
              b: runtime.address(dy) + 4 * (image * outHeight + firstRow) * outWidth * outChannels,
              bRow: 4 * outChannels,
              c: filter + 4 * row * filterWidth * inChannels * outChannels,
              cRow: 4 * outChannels,
              m: filterWidth * inChannels,
              n: outChannels,
              kInner: outWidth,
              kOuter: Math.min(rowsPerBlock, outHeight - firstRow),
              accumulate: image + firstRow > 0 ? 1 : 0,
            });
          }
        }
      }
    });
    return out;
  },
};
