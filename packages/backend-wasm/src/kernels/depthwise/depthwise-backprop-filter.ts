/**
 * Gradient of a depthwise convolution with respect to its filter: each of its elements is, channel by
 * channel, the sum over all positions of input times gradient.
 */
import { checkGradientShape, type ConvolutionAttributes, convolutionInfo } from '@isograd/core';
import { DepthwiseConv2dNativeBackpropFilter, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { paddedImage } from '../convolution/padded-image.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { channelMultiplierFunctions, repeatChannels } from './channel-multiplier.js';

/** Adds to each channel of `sum` the products of `x` and `dy` at all positions. */
const sumOfProducts = wasmFunction(
  'sumOfProducts',
  {
    x: 'i32',
    /** From one output column, and from one output row, to the next. */
    xColumn: 'i32',
    xRow: 'i32',
    dy: 'i32',
    sum: 'i32',
    rows: 'i32',
    columns: 'i32',
    channels: 'i32',
  },
  (f, p) => {
    const sums = Array.from({ length: 4 }, () => f.local('v128'));
    const sumAt = (index: number): Local<'v128'> => sums[index] as Local<'v128'>;
    const channel = f.local('i32');
    const xRowPointer = f.local('i32');
    const xPointer = f.local('i32');
    const dyPointer = f.local('i32');
    eachGroup(f, p.channels, channel, (vectors) => {
      const target = i32.add(p.sum, channel);
      vectors.forEach(({ lanes, offset }, index) => f.set(sumAt(index), loadLanes(target, lanes, offset)));
      f.set(xRowPointer, i32.add(p.x, channel));
      f.set(dyPointer, i32.add(p.dy, channel));
      f.repeat(p.rows, () => {
        f.set(xPointer, xRowPointer);
        f.repeat(p.columns, () => {
          vectors.forEach(({ lanes, offset }, index) => {
            const x = loadLanes(xPointer, lanes, offset);
            f.set(sumAt(index), f.multiplyAdd(x, loadLanes(dyPointer, lanes, offset), sumAt(index)));
          });
          f.increase(xPointer, p.xColumn);
          f.increase(dyPointer, i32.shl(p.channels, 2));
        });
        f.increase(xRowPointer, p.xRow);
      });
      vectors.forEach(({ lanes, offset }, index) => storeLanes(f, target, sumAt(index), lanes, offset));
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
    runtime.withScratch(height * rowBytes, (padded) => {
      runtime.fill(padded, height * rowBytes);
      for (let image = 0; image < batchSize; image++) {
        repeatChannels(runtime, {
          from: runtime.address(x) + image * inHeight * inRowBytes,
          fromRow: inRowBytes,
          to: padded + info.padInfo.top * rowBytes + info.padInfo.left * pixelBytes,
          toRow: rowBytes,
          rows: copiedRows,
          columns: copiedColumns * inChannels,
          multiplier: outChannels / inChannels,
        });
        for (let row = 0; row < info.filterHeight; row++) {
          for (let column = 0; column < info.filterWidth; column++) {
            runtime.run(sumOfProducts, {
              x: padded + row * info.dilationHeight * rowBytes + column * info.dilationWidth * pixelBytes,
              xColumn: info.strideWidth * pixelBytes,
              xRow: info.strideHeight * rowBytes,
              dy: runtime.address(dy) + image * outHeight * outWidth * pixelBytes,
              sum: runtime.address(out) + (row * info.filterWidth + column) * pixelBytes,
              rows: outHeight,
              columns: outWidth,
              channels: outChannels,
            });
          }
        }
      }
    });
    return out;
  },
};
