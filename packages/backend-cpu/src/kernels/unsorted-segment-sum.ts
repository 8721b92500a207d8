/** Sums of rows by segment: the gradient of a table look-up. */
import { hostZeros, sizeOf } from '@isograd/core';
import { type KernelConfig, UnsortedSegmentSum } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

type Inputs = { readonly x: HostTensor; readonly segmentIds: HostTensor };

/** y[id] = Σ x[n] over the n with segmentIds[n] = id, in float64; rows whose id lies outside of y are dropped. */
export const unsortedSegmentSumKernel: KernelConfig = defineKernel<Inputs, { readonly numSegments: number }>(
  UnsortedSegmentSum,
  ({ x, segmentIds }, { numSegments }) => {
    const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
    const rowSize = sizeOf(shape.slice(1));
    const xValues = x.values;
    const ids = segmentIds.values;
    const sums = new Float64Array(numSegments * rowSize);
    for (let n = 0; n < ids.length; n++) {
      const id = ids[n] as number;
      if (id < 0 || id >= numSegments) continue;
      const from = n * rowSize;
      const to = id * rowSize;
      for (let k = 0; k < rowSize; k++) {
        sums[to + k] = (sums[to + k] as number) + (xValues[from + k] as number);
      }
    }
    const y = hostZeros(x.dtype, sums.length);
    y.set(sums);
    return { shape, dtype: x.dtype, values: y };
  },
);
