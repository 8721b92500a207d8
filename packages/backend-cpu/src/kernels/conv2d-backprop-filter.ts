/** Gradient of 2-D convolution with respect to its filter. */
import { type ConvolutionAttributes, checkGradientShape, convolutionInfo } from '@isograd/core';
import { Conv2DBackpropFilter, type KernelConfig } from '@tensorflow/tfjs-core';
import { inputStrides, outputStrides } from './image-strides.js';
import { defineKernel, type HostTensor } from './define-kernel.js';

type Inputs = { readonly x: HostTensor; readonly dy: HostTensor };
type Attributes = ConvolutionAttributes & { readonly filterShape: readonly number[] };

/** dw[i, j, k, f] = Σ x[b, r·s + i - p, c·s + j - p, k] dy[b, r, c, f], summed in float64. */
export const conv2dBackpropFilterKernel: KernelConfig = defineKernel<Inputs, Attributes>(
  Conv2DBackpropFilter,
  ({ x, dy }, attributes) => {
    const info = convolutionInfo(x.shape, attributes.filterShape, attributes);
    checkGradientShape(Conv2DBackpropFilter, dy.shape, info);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
    const xStrides = inputStrides(info);
    const yStrides = outputStrides(info);
    const xValues = x.values;
    const dyValues = dy.values;
    const tapSize = inChannels * outChannels;
    const dw = new Float32Array(filterHeight * filterWidth * tapSize);
    const sums = new Float64Array(tapSize);

    for (let i = 0; i < filterHeight; i++) {
      for (let j = 0; j < filterWidth; j++) {
        sums.fill(0);
        for (let batch = 0; batch < batchSize; batch++) {
          for (let row = 0; row < outHeight; row++) {
            const xRow = row * strideHeight + i - padInfo.top;
            if (xRow < 0 || xRow >= inHeight) continue;
            for (let column = 0; column < outWidth; column++) {
              const xColumn = column * strideWidth + j - padInfo.left;
              if (xColumn < 0 || xColumn >= inWidth) continue;
              const xIndex = batch * xStrides.batch + xRow * xStrides.row + xColumn * xStrides.column;
              const yIndex = batch * yStrides.batch + row * yStrides.row + column * yStrides.column;
              for (let k = 0; k < inChannels; k++) {
                const xValue = xValues[xIndex + k * xStrides.channel] as number;
                const sumIndex = k * outChannels;
                for (let f = 0; f < outChannels; f++) {
                  sums[sumIndex + f] =
                    (sums[sumIndex + f] as number) + xValue * (dyValues[yIndex + f * yStrides.channel] as number);
                }
              }
            }
          }
        }
        dw.set(sums, (i * filterWidth + j) * tapSize);
      }
    }
    return { shape: info.filterShape, dtype: 'float32', values: dw };
  },
);
