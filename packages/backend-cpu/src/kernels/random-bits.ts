/** Random bits, by the reference implementation in core. */
import { fillRandomBits, RandomBits, type RandomBitsAttrs, sizeOf } from '@isograd/core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Inputs {
  readonly [name: string]: HostTensor;
  readonly key: HostTensor;
}

export const randomBitsKernel: KernelConfig = defineKernel<Inputs, RandomBitsAttrs>(
  RandomBits,
  ({ key, data }, { shape, bits, domain }) => {
    const values = new Int32Array(sizeOf(shape));
    fillRandomBits(key.values, values, { bits, domain, data: data?.values[0] ?? 0 });
    return { shape, dtype: 'int32', values };
  },
);
