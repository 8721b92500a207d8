/** How often numbers occur; upstream's ignores `binaryOutput` for vectors. */
import { hostZeros, sizeOf } from '@isograd/core';
import { DenseBincount, type KernelConfig } from '@tensorflow/tfjs-core';
import { negativeBin } from '../messages.js';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Attributes {
  readonly size: number;
  /** Whether to say only which numbers occur. */
  readonly binaryOutput: boolean;
}

/**
 * The kernel `DenseBincount`: `x` int32 `[count]` or `[batch, count]`, numbers from `size` on are left out; `weights`
 * are what each counts, all 1 when there are none.
 */
export const denseBincountKernel: KernelConfig = defineKernel<
  { readonly x: HostTensor; readonly weights: HostTensor },
  Attributes
>(DenseBincount, ({ x, weights }, { size, binaryOutput }) => {
  const [batch, count] = [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) ?? 0];
  const values = hostZeros(weights.dtype, batch * size);
  const isWeighted = weights.values.length > 0 && !binaryOutput;
  for (let row = 0; row < batch; row++) {
    for (let index = row * count; index < (row + 1) * count; index++) {
      const bin = x.values[index] as number;
      if (bin < 0) throw negativeBin(bin);
      if (bin >= size) continue;
      const at = row * size + bin;
      values[at] = (values[at] as number) + (isWeighted ? (weights.values[index] as number) : 1);
    }
  }
  if (binaryOutput) for (let index = 0; index < values.length; index++) values[index] = values[index] === 0 ? 0 : 1;
  return { shape: [...x.shape.slice(0, -1), size], dtype: weights.dtype, values };
});
