/** 2-D max pooling. */
import { hostZeros, type PoolingAttributes, sizeOf } from '@isograd/core';
import { type KernelConfig, MaxPool } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';
import { poolingWindows } from './pooling-windows.js';

/** The largest element of each window; NaN if it has one. */
export const maxPoolKernel: KernelConfig = defineKernel<{ readonly x: HostTensor }, PoolingAttributes>(
  MaxPool,
  ({ x }, attributes) => {
    const { batchSize, inHeight, inWidth, channels, outShape, rowSpans, columnSpans } = poolingWindows(
      x.shape,
      attributes,
    );
    const xValues = x.values;
    const y = hostZeros(x.dtype, sizeOf(outShape)).fill(Number.NEGATIVE_INFINITY);
    let yIndex = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      for (const rows of rowSpans) {
        for (const columns of columnSpans) {
          for (let row = rows.start; row < rows.end; row++) {
            for (let column = columns.start; column < columns.end; column++) {
              const xIndex = ((batch * inHeight + row) * inWidth + column) * channels;
              for (let k = 0; k < channels; k++) {
                const value = xValues[xIndex + k] as number;
                if (value > (y[yIndex + k] as number) || Number.isNaN(value)) y[yIndex + k] = value;
              }
            }
          }
          yIndex += channels;
        }
      }
    }
    return { shape: outShape, dtype: x.dtype, values: y };
  },
);
