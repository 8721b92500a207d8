/** Gradient of 2-D max pooling. */
import type { PoolingAttributes } from '@isograd/core';
import { type KernelConfig, MaxPoolGrad } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';
import { poolingWindows } from './pooling-windows.js';

type Inputs = { readonly dy: HostTensor; readonly input: HostTensor };

/** The gradient of each window goes to its first maximum in row-major order, or its first NaN. */
export const maxPoolGradKernel: KernelConfig = defineKernel<Inputs, PoolingAttributes>(
  MaxPoolGrad,
  ({ dy, input }, attributes) => {
    const { batchSize, inHeight, inWidth, channels, rowSpans, columnSpans } = poolingWindows(input.shape, attributes);
    const xValues = input.values;
    const dyValues = dy.values;
    const dx = new Float32Array(xValues.length);
    const largest = new Float32Array(channels);
    const position = new Int32Array(channels);
    let yIndex = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      for (const rows of rowSpans) {
        for (const columns of columnSpans) {
          position.fill(-1);
          for (let row = rows.start; row < rows.end; row++) {
            for (let column = columns.start; column < columns.end; column++) {
              const xIndex = ((batch * inHeight + row) * inWidth + column) * channels;
              for (let k = 0; k < channels; k++) {
                const value = xValues[xIndex + k] as number;
                const best = largest[k] as number;
                if (position[k] === -1 || value > best || (Number.isNaN(value) && !Number.isNaN(best))) {
                  largest[k] = value;
                  position[k] = xIndex + k;
                }
              }
            }
          }
          for (let k = 0; k < channels; k++) {
            const at = position[k] as number;
            if (at >= 0) dx[at] = (dx[at] as number) + (dyValues[yIndex + k] as number);
          }
          yIndex += channels;
        }
      }
    }
    return { shape: input.shape, dtype: 'float32', values: dx };
  },
);
