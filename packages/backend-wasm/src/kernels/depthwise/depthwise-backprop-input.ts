/**
 * Gradient of a depthwise convolution with respect to its input: every gradient of an output, times each
 * element of the filter, goes back to where that element met the input.
 */
import { checkGradientShape, type ConvolutionAttributes, convolutionInfo } from '@isograd/core';
import { DepthwiseConv2dNativeBackpropInput, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { paddedImage } from '../convolution/padded-image.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { channelMultiplierFunctions, sumChannels } from './channel-multiplier.js';

/** Adds `dy` times one element of the filter, channel by channel, to the positions that it met. */
const scatterProducts = wasmFunction(
  'scatterProducts',
  {
    dy: 'i32',
    filter: 'i32',
    dx: 'i32',
    /** From one output column, and from one output row, to the next. */
    dxColumn: 'i32',
    dxRow: 'i32',
    rows: 'i32',
    columns: 'i32',
    channels: 'i32',
  },
  (f, p) => {
    const factors = Array.from({ length: 4 }, () => f.local('v128'));
    const factorAt = (index: number): Local<'v128'> => factors[index] as Local<'v128'>;
    const sum = f.local('v128');
    const channel = f.local('i32');
    const dxRowPointer = f.local('i32');
    const dxPointer = f.local('i32');
    const dyPointer = f.local('i32');
    eachGroup(f, p.channels, channel, (vectors) => {
      const filter = i32.add(p.filter, channel);
      vectors.forEach(({ lanes, offset }, index) => f.set(factorAt(index), loadLanes(filter, lanes, offset)));
      f.set(dxRowPointer, i32.add(p.dx, channel));
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
          f.increase(dyPointer, i32.shl(p.channels, 2));
        });
        f.increase(dxRowPointer, p.dxRow);
      });
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
    runtime.withScratch(height * rowBytes, (padded) => {
      for (let image = 0; image < batchSize; image++) {
        runtime.fill(padded, height * rowBytes);
        for (let row = 0; row < info.filterHeight; row++) {
          for (let column = 0; column < info.filterWidth; column++) {
            runtime.run(scatterProducts, {
              dy: runtime.address(dy) + image * outHeight * outWidth * pixelBytes,
              filter: runtime.address(filter) + (row * info.filterWidth + column) * pixelBytes,
              dx: padded + row * info.dilationHeight * rowBytes + column * info.dilationWidth * pixelBytes,
              dxColumn: info.strideWidth * pixelBytes,
              dxRow: info.strideHeight * rowBytes,
              rows: outHeight,
              columns: outWidth,
              channels: outChannels,
            });
          }
        }
        sumChannels(runtime, {
          from: padded + info.padInfo.top * rowBytes + info.padInfo.left * pixelBytes,
          fromRow: rowBytes,
          to: runtime.address(out) + image * inHeight * inRowBytes,
          toRow: inRowBytes,
          rows: copiedRows,
          columns: copiedColumns * inChannels,
          multiplier: outChannels / inChannels,
        });
      }
    });
    return out;
  },
};
