/** Gradient of depthwise 2-D convolution with respect to its filter. */
import { type ConvolutionAttributes, checkGradientShape, convolutionInfo } from '@isograd/core';
import { DepthwiseConv2dNativeBackpropFilter, type KernelConfig } from '@tensorflow/tfjs-core';
import { inputStrides, outputStrides } from './image-strides.js';
import { defineKernel, type HostTensor } from './define-kernel.js';

type Inputs = { readonly x: HostTensor; readonly dy: HostTensor };
type Attributes = ConvolutionAttributes & { readonly filterShape: readonly number[] };

/** dw[i, j, k, q] = Σ x[b, r·s + i·d - p, c·s + j·d - p, k] dy[b, r, c, k·m + q], summed in float64. */
export const depthwiseConv2dBackpropFilterKernel: KernelConfig = defineKernel<Inputs, Attributes>(
  DepthwiseConv2dNativeBackpropFilter,
  ({ x, dy }, attributes) => {
    const info = convolutionInfo(x.shape, attributes.filterShape, attributes, true);
    checkGradientShape(DepthwiseConv2dNativeBackpropFilter, dy.shape, info);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
    const multiplier = outChannels / inChannels;
    const xStrides = inputStrides(info);
    const yStrides = outputStrides(info);
    const xValues = x.values;
    const dyValues = dy.values;
    const dw = new Float32Array(filterHeight * filterWidth * outChannels);
    const sums = new Float64Array(outChannels);

    for (let i = 0; i < filterHeight; i++) {
      for (let j = 0; j < filterWidth; j++) {
        sums.fill(0);
        for (let batch = 0; batch < batchSize; batch++) {
          for (let row = 0; row < outHeight; row++) {
            const xRow = row * strideHeight + i * dilationHeight - padInfo.top;
            if (xRow < 0 || xRow >= inHeight) continue;
            for (let column = 0; column < outWidth; column++) {
              const xColumn = column * strideWidth + j * dilationWidth - padInfo.left;
              if (xColumn < 0 || xColumn >= inWidth) continue;
              const xIndex = batch * xStrides.batch + xRow * xStrides.row + xColumn * xStrides.column;
              const yIndex = batch * yStrides.batch + row * yStrides.row + column * yStrides.column;
              let f = 0;
              for (let k = 0; k < inChannels; k++) {
                const xValue = xValues[xIndex + k] as number;
                for (let q = 0; q < multiplier; q++, f++) {
                  sums[f] = (sums[f] as number) + xValue * (dyValues[yIndex + f] as number);
                }
              }
            }
          }
        }
        dw.set(sums, (i * filterWidth + j) * outChannels);
      }
    }
    return { shape: info.filterShape, dtype: 'float32', values: dw };
  },
);
