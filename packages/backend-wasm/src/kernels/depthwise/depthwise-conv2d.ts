/**
 * Depthwise convolution: each output is, channel by channel, the sum over the window of input times filter.
 *
 * XNNPACK, on which tfjs's kernel stands, turns NaN into -Infinity, and with 'same' padding gives zeros where a stride
 * is longer than its window.
 */
import { type ConvolutionAttributes, type ConvolutionInfo, convolutionInfo, sizeOf } from '@isograd/core';
import { DepthwiseConv2dNative, type TensorInfo } from '@tensorflow/tfjs-core';
import { i32, select } from '../../assembler/operators.js';
import type { Runtime } from '../../runtime.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { convolve, convolveFunctions } from '../convolution/forward.js';
import { imageGeometry, readChannelsLast, writeChannelsLast } from '../convolution/geometry.js';
import { paddedImage } from '../convolution/padded-image.js';
import { imagesPerGroup } from '../convolution/padded-volume.js';
import { copyRows } from '../copy-rows.js';
import { type Epilogue, noEpilogue } from '../fused/epilogue.js';
import { requireFloats } from '../require-floats.js';
import { tapsWorthSharing } from '../worth-sharing.js';
import { channelMultiplierFunctions, repeatChannels } from './channel-multiplier.js';
import { weighWindows } from './weigh-windows.js';

/** Repeats the `rowBytes` at `row` behind themselves until they fill `sizeBytes`. */
const repeatRow = wasmFunction('repeatRow', { row: 'i32', rowBytes: 'i32', sizeBytes: 'i32' }, (f, p) => {
  const left = f.local('i32', i32.sub(p.sizeBytes, p.rowBytes));
  const bytes = f.local('i32');
  f.while(left, () => {
    f.set(bytes, select('i32', i32.lt_u(p.rowBytes, left), p.rowBytes, left));
    f.copyMemory(i32.add(p.row, p.rowBytes), p.row, bytes);
    f.increase(p.rowBytes, bytes);
    f.set(left, i32.sub(left, bytes));
  });
});

interface Inputs {
  /** float32 `[batch, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[height, width, channels, multiplier]` */
  readonly filter: TensorInfo;
}

/** Functions that `convolveDepthwise` runs. */
export const depthwiseFunctions: readonly WasmFunction[] = [
  ...channelMultiplierFunctions,
  ...convolveFunctions,
  repeatRow,
  weighWindows,
];

/** The kernel `DepthwiseConv2dNative`. */
export const depthwiseConv2dKernel: WasmKernel<Inputs, ConvolutionAttributes> = {
  kernelName: DepthwiseConv2dNative,
  functions: depthwiseFunctions,
  compute(runtime, { x, filter }, attributes) {
    requireFloats(DepthwiseConv2dNative, x, filter);
    return convolveDepthwise(runtime, x, filter, attributes);
  },
};

/** The depthwise convolution of `x` with `filter`. */
export function convolveDepthwise(
  runtime: Runtime,
  x: TensorInfo,
  filter: TensorInfo,
  attributes: ConvolutionAttributes,
  epilogue: Epilogue = noEpilogue,
): TensorInfo {
  const info = convolutionInfo(x.shape, filter.shape, attributes, true);
  if (info.inChannels === 1)
    return convolve(runtime, x, filter, imageGeometry(x.shape, filter.shape, attributes), epilogue);
  const format = { isChannelsFirst: info.dataFormat === 'channelsFirst' };
  return readChannelsLast(runtime, format, x, (channelsLast) =>
    writeChannelsLast(runtime, format, info.outShape, (out) => {
      const addresses = { x: runtime.address(channelsLast), filter: runtime.address(filter), out };
      weighImages(runtime, addresses, info, epilogue);
    }),
  );
}

interface Addresses {
  readonly x: number;
  readonly filter: number;
  readonly out: number;
}

function weighImages(runtime: Runtime, addresses: Addresses, info: ConvolutionInfo, epilogue: Epilogue): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  if (sizeOf(info.outShape) === 0) return;
  const inRowBytes = 4 * inWidth * inChannels;
  const pixelBytes = 4 * outChannels;
  const elements = info.filterHeight * info.filterWidth;
  withWeights(runtime, addresses.filter, info, epilogue, (weights) => {
    const weigh = (firstImage: number, images: number, x: number, rowBytes: number, imageBytes: number): void =>
      runtime.runParallel(
        weighWindows,
        {
          x,
          xColumn: info.strideWidth * pixelBytes,
          xRow: info.strideHeight * rowBytes,
          xImage: imageBytes,
          tapColumn: info.dilationWidth * pixelBytes,
          tapRow: info.dilationHeight * rowBytes,
          filterRows: info.filterHeight,
          filterColumns: info.filterWidth,
          out: addresses.out + firstImage * outHeight * outWidth * pixelBytes,
          filter: weights.filter,
          bias: weights.bias,
          lowest: weights.lowest,
          highest: weights.highest,
          columns: weights.columns,
          channels: weights.channels,
          row: 0,
          rows: images * outHeight,
          planeRows: outHeight,
        },
        tapsWorthSharing / (outWidth * outChannels * elements),
      );
    const isPadded = padInfo.top + padInfo.bottom + padInfo.left + padInfo.right > 0;
    if (!isPadded && inChannels === outChannels) {
      weigh(0, batchSize, addresses.x, inRowBytes, inHeight * inRowBytes);
      return;
    }
    const { height, width, copiedRows, copiedColumns } = paddedImage(info);
    const rowBytes = width * pixelBytes;
    const imageBytes = height * rowBytes;
    const group = imagesPerGroup(batchSize, imageBytes);
    runtime.withScratch(group * imageBytes, (padded) => {
      runtime.fill(padded, group * imageBytes);
      for (let firstImage = 0; firstImage < batchSize; firstImage += group) {
        const images = Math.min(group, batchSize - firstImage);
        repeatChannels(
          runtime,
          {
            from: addresses.x + firstImage * inHeight * inRowBytes,
            fromRow: inRowBytes,
            to: padded + padInfo.top * rowBytes + padInfo.left * pixelBytes,
            toRow: rowBytes,
            rows: copiedRows,
            columns: copiedColumns * inChannels,
            multiplier: outChannels / inChannels,
          },
          { count: images, from: inHeight * inRowBytes, to: imageBytes },
        );
        weigh(firstImage, images, padded, rowBytes, imageBytes);
      }
    });
  });
}

/** What a row of the output is weighed with. */
interface Weights {
  readonly filter: number;
  readonly bias: number;
  readonly lowest: number;
  readonly highest: number;
  readonly columns: number;
  readonly channels: number;
}

/** Channels from which a pixel fills its vectors well enough on its own. */
const manyChannels = 16;

/**
 * Lends the weights to `use`. Where few channels do not fill vectors and the windows lie side by side, a whole row of
 * the output is one pixel with many channels, and the weights are repeated along it.
 */
function withWeights(
  runtime: Runtime,
  filter: number,
  { filterHeight, filterWidth, strideWidth, outWidth, outChannels }: ConvolutionInfo,
  epilogue: Epilogue,
  use: (weights: Weights) => void,
): void {
  const elements = filterHeight * filterWidth;
  const isFilling = outChannels % 4 === 0 || outChannels > manyChannels;
  if (strideWidth > 1 || isFilling) {
    use({ filter, columns: outWidth, channels: outChannels, ...epilogue });
    return;
  }
  const rowBytes = 4 * outChannels;
  const sizeBytes = outWidth * rowBytes;
  runtime.withScratch((elements + 1) * sizeBytes, (scratch) => {
    const repeat = (from: number, row: number): void => {
      runtime.run(copyRows, { from, fromRow: 0, to: row, toRow: 0, rows: 1, rowBytes });
      runtime.run(repeatRow, { row, rowBytes, sizeBytes });
    };
    for (let element = 0; element < elements; element++)
      repeat(filter + element * rowBytes, scratch + element * sizeBytes);
    const biases = scratch + elements * sizeBytes;
    if (epilogue.bias !== 0) repeat(epilogue.bias, biases);
    const { lowest, highest } = epilogue;
    const bias = epilogue.bias === 0 ? 0 : biases;
    use({ filter: scratch, bias, lowest, highest, columns: 1, channels: outWidth * outChannels });
  });
}
