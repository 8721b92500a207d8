/**
 * Gradient of a depthwise convolution with respect to its input: every gradient of an output, times each
 * element of the filter, goes back to where that element met the input.
 */
import { checkGradientShape, type ConvolutionAttributes, convolutionInfo } from '@isograd/core';
import { DepthwiseConv2dNativeBackpropInput, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { i32 } from '../../assembler/operators.js';
import { parallelFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { paddedImage } from '../convolution/padded-image.js';
import { imagesPerGroup } from '../convolution/padded-volume.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { tapsWorthSharing } from '../worth-sharing.js';
import { channelMultiplierFunctions, sumChannels } from './channel-multiplier.js';

/** Adds `dy` times the elements of the filter, channel by channel, to the positions that they met. Threads take images. */
const scatterProducts = parallelFunction(
  'scatterProducts',
  {
    dy: 'i32',
    filter: 'i32',
    filterRows: 'i32',
    filterColumns: 'i32',
    dx: 'i32',
    /** From one output column, row and image to the next. */
    dxColumn: 'i32',
    dxRow: 'i32',
    dxImage: 'i32',
    /** From one column of the filter, and from one row of it, to the next. */
    tapColumn: 'i32',
    tapRow: 'i32',
    images: 'i32',
    rows: 'i32',
    columns: 'i32',
    channels: 'i32',
  },
  {
    count: 'images',
    multiple: 1,
    advance: (p) => ({ dx: p.dxImage, dy: i32.shl(i32.mul(i32.mul(p.rows, p.columns), p.channels), 2) }),
  },
  (f, p) => {
    const factors = Array.from({ length: 4 }, () => f.local('v128'));
    const factorAt = (index: number): Local<'v128'> => factors[index] as Local<'v128'>;
    const sum = f.local('v128');
    const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
    const [channel, filter, tapRow, tap] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const [dxRowPointer, dxPointer, dyPointer] = [f.local('i32'), f.local('i32'), f.local('i32')];
    f.repeat(p.images, () => {
      eachGroup(f, p.channels, channel, (vectors) => {
        f.set(filter, i32.add(p.filter, channel));
        f.set(tapRow, i32.add(p.dx, channel));
        f.repeat(p.filterRows, () => {
          f.set(tap, tapRow);
          f.repeat(p.filterColumns, () => {
            vectors.forEach(({ lanes, offset }, index) => f.set(factorAt(index), loadLanes(filter, lanes, offset)));
            f.set(dxRowPointer, tap);
            f.set(dyPointer, i32.add(p.dy, channel));
            f.repeat(p.rows, () => {
              f.set(dxPointer, dxRowPointer);
              f.repeat(p.columns, () => {
                vectors.forEach(({ lanes, offset }, index) => {
                  const dy = loadLanes(dyPointer, lanes, offset);
                  f.set(sum, f.multiplyAdd(dy, factorAt(index), loadLanes(dxPointer, lanes, offset)));
                  storeLanes(f, dxPointer, sum, lanes, offset);
                });
                f.increase(dxPointer, p.dxColumn);
                f.increase(dyPointer, pixelBytes);
              });
              f.increase(dxRowPointer, p.dxRow);
            });
            f.increase(filter, pixelBytes);
            f.increase(tap, p.tapColumn);
          });
          f.increase(tapRow, p.tapRow);
        });
      });
      f.increase(p.dx, p.dxImage);
      f.increase(p.dy, i32.mul(i32.mul(p.rows, p.columns), pixelBytes));
    });
  },
);

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, channels * multiplier]` */
  readonly dy: TensorInfo;
  /** float32 `[height, width, channels, multiplier]` */
  readonly filter: TensorInfo;
}

interface Attributes extends ConvolutionAttributes {
  readonly inputShape: readonly number[];
}

/** The kernel `DepthwiseConv2dNativeBackpropInput`. */
export const depthwiseBackpropInputKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: DepthwiseConv2dNativeBackpropInput,
  functions: [...channelMultiplierFunctions, scatterProducts],
  compute(runtime, { dy, filter }, attributes) {
    const info = convolutionInfo(attributes.inputShape, filter.shape, attributes, true);
    checkGradientShape(DepthwiseConv2dNativeBackpropInput, dy.shape, info);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const out = runtime.zeros(info.inShape, 'float32');
    if (batchSize * outHeight * outWidth === 0) return out;
    const { height, width, copiedRows, copiedColumns } = paddedImage(info);
    const pixelBytes = 4 * outChannels;
    const rowBytes = width * pixelBytes;
    const inRowBytes = 4 * inWidth * inChannels;
    const imageBytes = height * rowBytes;
    const group = imagesPerGroup(batchSize, imageBytes);
    runtime.withScratch(group * imageBytes, (padded) => {
      for (let firstImage = 0; firstImage < batchSize; firstImage += group) {
        const images = Math.min(group, batchSize - firstImage);
        runtime.fill(padded, images * imageBytes);
        runtime.runParallel(
          scatterProducts,
          {
            dy: runtime.address(dy) + firstImage * outHeight * outWidth * pixelBytes,
            filter: runtime.address(filter),
            filterRows: info.filterHeight,
            filterColumns: info.filterWidth,
            dx: padded,
            dxColumn: info.strideWidth * pixelBytes,
            dxRow: info.strideHeight * rowBytes,
            dxImage: imageBytes,
            tapColumn: info.dilationWidth * pixelBytes,
            tapRow: info.dilationHeight * rowBytes,
            images,
            rows: outHeight,
            columns: outWidth,
            channels: outChannels,
          },
          tapsWorthSharing / (outHeight * outWidth * outChannels * info.filterHeight * info.filterWidth),
        );
        sumChannels(
          runtime,
          {
            from: padded + info.padInfo.top * rowBytes + info.padInfo.left * pixelBytes,
            fromRow: rowBytes,
            to: runtime.address(out) + firstImage * inHeight * inRowBytes,
            toRow: inRowBytes,
            rows: copiedRows,
            columns: copiedColumns * inChannels,
            multiplier: outChannels / inChannels,
          },
          { count: images, from: imageBytes, to: inHeight * inRowBytes },
        );
      }
    });
    return out;
  },
};
