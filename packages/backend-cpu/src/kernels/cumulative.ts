/** Running sums and products along an axis. */
import { hostZeros, sizeOf } from '@isograd/core';
import { Cumprod, Cumsum, type KernelConfig } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Attributes {
  /** May be negative: counted from the end. */
  readonly axis: number;
  /** Whether each element is left out of its own result. */
  readonly exclusive: boolean;
  /** Whether the run begins at the end. */
  readonly reverse: boolean;
}

/** Of floats in float64, each result rounded once; of integers modulo 2^32. */
function cumulative(
  kernelName: string,
  first: number,
  ofFloats: (total: number, value: number) => number,
  ofIntegers: (total: number, value: number) => number,
): KernelConfig {
  return defineKernel<{ readonly x: HostTensor }, Attributes>(kernelName, ({ x }, { axis, exclusive, reverse }) => {
    const along = axis < 0 ? axis + x.shape.length : axis;
    const size = x.shape[along] ?? 1;
    const stride = sizeOf(x.shape.slice(along + 1));
    const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
    const combine = dtype === 'float32' ? ofFloats : ofIntegers;
    const values = hostZeros(dtype, x.values.length);
    for (let line = 0; line < values.length / size; line++) {
      const start = Math.floor(line / stride) * size * stride + (line % stride);
      let total = first;
      for (let step = 0; step < size; step++) {
        const at = start + (reverse ? size - 1 - step : step) * stride;
        const next = combine(total, x.values[at] as number);
        values[at] = exclusive ? total : next;
        total = next;
      }
    }
    return { shape: x.shape, dtype, values };
  });
}

/** The kernel `Cumsum`. */
export const cumsumKernel: KernelConfig = cumulative(
  Cumsum,
  0,
  (total, value) => total + value,
  (total, value) => (total + value) | 0,
);

/** The kernel `Cumprod`. */
export const cumprodKernel: KernelConfig = cumulative(Cumprod, 1, (total, value) => total * value, Math.imul);
