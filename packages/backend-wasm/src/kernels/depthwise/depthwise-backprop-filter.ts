/**
 * Gradient of a depthwise convolution with respect to its filter: each of its elements is, channel by
 * channel, the sum over all positions of input times gradient.
 */
import { checkGradientShape, type ConvolutionAttributes, convolutionInfo } from '@isograd/core';
import { DepthwiseConv2dNativeBackpropFilter, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { i32 } from '../../assembler/operators.js';
import { parallelFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { paddedImage } from '../convolution/padded-image.js';
import { imagesPerGroup } from '../convolution/padded-volume.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { tapsWorthSharing } from '../worth-sharing.js';
import { channelMultiplierFunctions, repeatChannels } from './channel-multiplier.js';

/**
 * Adds to each channel of `sum` the products of `x` and `dy` at all positions, for some elements of the filter. Threads
 * take elements.
 */
const sumOfProducts = parallelFunction(
  'sumOfProducts',
  {
    x: 'i32',
    /** From one output column, row and image to the next. */
    xColumn: 'i32',
    xRow: 'i32',
    xImage: 'i32',
    /** From one column of the filter, and from one row of it, to the next; how many there are in a row. */
    tapColumn: 'i32',
    tapRow: 'i32',
    filterColumns: 'i32',
    dy: 'i32',
    sum: 'i32',
    /** The first element of the filter and how many there are. */
    tap: 'i32',
    taps: 'i32',
    images: 'i32',
    rows: 'i32',
    columns: 'i32',
    channels: 'i32',
  },
  { count: 'taps', multiple: 1, advance: () => ({ tap: 1 }) },
  (f, p) => {
    const sums = Array.from({ length: 4 }, () => f.local('v128'));
    const sumAt = (index: number): Local<'v128'> => sums[index] as Local<'v128'>;
    const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
    const imageBytes = f.local('i32', i32.mul(i32.mul(p.rows, p.columns), pixelBytes));
    const [tap, filterRow, x, target, channel] = [
      f.local('i32'),
      f.local('i32'),
      f.local('i32'),
      f.local('i32'),
      f.local('i32'),
    ];
    const [xRowPointer, xPointer, dyPointer] = [f.local('i32'), f.local('i32'), f.local('i32')];
    f.repeat(p.images, () => {
      f.for(tap, p.tap, i32.add(p.tap, p.taps), () => {
        f.set(filterRow, i32.div_u(tap, p.filterColumns));
        f.set(x, i32.mul(i32.sub(tap, i32.mul(filterRow, p.filterColumns)), p.tapColumn));
        f.set(x, i32.add(p.x, i32.add(i32.mul(filterRow, p.tapRow), x)));
        eachGroup(f, p.channels, channel, (vectors) => {
          f.set(target, i32.add(p.sum, i32.add(i32.mul(tap, pixelBytes), channel)));
          vectors.forEach(({ lanes, offset }, index) => f.set(sumAt(index), loadLanes(target, lanes, offset)));
          f.set(xRowPointer, i32.add(x, channel));
          f.set(dyPointer, i32.add(p.dy, channel));
          f.repeat(p.rows, () => {
            f.set(xPointer, xRowPointer);
            f.repeat(p.columns, () => {
              vectors.forEach(({ lanes, offset }, index) => {
                const element = loadLanes(xPointer, lanes, offset);
                f.set(sumAt(index), f.multiplyAdd(element, loadLanes(dyPointer, lanes, offset), sumAt(index)));
              });
              f.increase(xPointer, p.xColumn);
              f.increase(dyPointer, pixelBytes);
            });
            f.increase(xRowPointer, p.xRow);
          });
          vectors.forEach(({ lanes, offset }, index) => storeLanes(f, target, sumAt(index), lanes, offset));
        });
      });
      f.increase(p.x, p.xImage);
      f.increase(p.dy, imageBytes);
    });
  },
);

interface Inputs {
  /** float32 `[batch, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[batch, outHeight, outWidth, channels * multiplier]` */
  readonly dy: TensorInfo;
}

interface Attributes extends ConvolutionAttributes {
  readonly filterShape: readonly number[];
}

/** The kernel `DepthwiseConv2dNativeBackpropFilter`. */
export const depthwiseBackpropFilterKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: DepthwiseConv2dNativeBackpropFilter,
  functions: [...channelMultiplierFunctions, sumOfProducts],
  compute(runtime, { x, dy }, attributes) {
    const info = convolutionInfo(x.shape, attributes.filterShape, attributes, true);
    checkGradientShape(DepthwiseConv2dNativeBackpropFilter, dy.shape, info);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const out = runtime.zeros(info.filterShape, 'float32');
    const { height, width, copiedRows, copiedColumns } = paddedImage(info);
    const pixelBytes = 4 * outChannels;
    const rowBytes = width * pixelBytes;
    const inRowBytes = 4 * inWidth * inChannels;
    if (batchSize * outHeight * outWidth === 0) return out;
    const taps = info.filterHeight * info.filterWidth;
    const imageBytes = height * rowBytes;
    const group = imagesPerGroup(batchSize, imageBytes);
    runtime.withScratch(group * imageBytes, (padded) => {
      runtime.fill(padded, group * imageBytes);
      for (let firstImage = 0; firstImage < batchSize; firstImage += group) {
        const images = Math.min(group, batchSize - firstImage);
        repeatChannels(
          runtime,
          {
            from: runtime.address(x) + firstImage * inHeight * inRowBytes,
            fromRow: inRowBytes,
            to: padded + info.padInfo.top * rowBytes + info.padInfo.left * pixelBytes,
            toRow: rowBytes,
            rows: copiedRows,
            columns: copiedColumns * inChannels,
            multiplier: outChannels / inChannels,
          },
          { count: images, from: inHeight * inRowBytes, to: imageBytes },
        );
        runtime.runParallel(
          sumOfProducts,
          {
            x: padded,
            xColumn: info.strideWidth * pixelBytes,
            xRow: info.strideHeight * rowBytes,
            xImage: imageBytes,
            tapColumn: info.dilationWidth * pixelBytes,
            tapRow: info.dilationHeight * rowBytes,
            filterColumns: info.filterWidth,
            dy: runtime.address(dy) + firstImage * outHeight * outWidth * pixelBytes,
            sum: runtime.address(out),
            tap: 0,
            taps,
            images,
            rows: outHeight,
            columns: outWidth,
            channels: outChannels,
          },
          // Each part reads all of x and dy: so no thread gets more than one.
          Math.max(taps / runtime.threads, tapsWorthSharing / (images * outHeight * outWidth * outChannels)),
        );
      }
    });
    return out;
  },
};
