/** Gradient of 2-D average pooling. */
import type { PoolingAttributes } from '@isograd/core';
import { AvgPoolGrad, type KernelConfig } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';
import { poolingWindows } from './pooling-windows.js';

type Inputs = { readonly dy: HostTensor; readonly input: HostTensor };

/** The gradient of each window is shared equally by its elements; padding takes no share, as in the forward pass. */
export const avgPoolGradKernel: KernelConfig = defineKernel<Inputs, PoolingAttributes>(
  AvgPoolGrad,
  ({ dy, input }, attributes) => {
    const { batchSize, inHeight, inWidth, channels, rowSpans, columnSpans } = poolingWindows(input.shape, attributes);
    const dyValues = dy.values;
    const dx = new Float32Array(input.values.length);
    let yIndex = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      for (const rows of rowSpans) {
        for (const columns of columnSpans) {
          const share = 1 / ((rows.end - rows.start) * (columns.end - columns.start));
          for (let row = rows.start; row < rows.end; row++) {
            for (let column = columns.start; column < columns.end; column++) {
              const xIndex = ((batch * inHeight + row) * inWidth + column) * channels;
              for (let k = 0; k < channels; k++) {
                dx[xIndex + k] = (dx[xIndex + k] as number) + (dyValues[yIndex + k] as number) * share;
              }
            }
          }
          yIndex += channels;
        }
      }
    }
    return { shape: input.shape, dtype: 'float32', values: dx };
  },
);
