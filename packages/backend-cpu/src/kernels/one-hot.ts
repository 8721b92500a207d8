/** One-hot rows; upstream's values go through float32. */
import { type DType, hostZeros } from '@isograd/core';
import { type KernelConfig, OneHot } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Attributes {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: DType;
}

/** The kernel `OneHot`: a row of `depth` for each index; of `offValue` alone where the index lies outside. */
export const oneHotKernel: KernelConfig = defineKernel<{ readonly indices: HostTensor }, Attributes>(
  OneHot,
  ({ indices }, { depth, onValue, offValue, dtype }) => {
    const values = hostZeros(dtype, indices.values.length * depth).fill(offValue);
    for (let row = 0; row < indices.values.length; row++) {
      const index = indices.values[row] as number;
      if (index >= 0 && index < depth) values[row * depth + index] = onValue;
    }
    return { shape: [...indices.shape, depth], dtype, values };
  },
);
