/** Random bits. */
import { firstCounter, RandomBits, type RandomBitsAttrs, sizeOf } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Place } from '../native/instructions/instruction.js';
import { randomBitsWords } from '../native/instructions/random-bits.js';
import type { NativeKernel } from './native-kernel.js';

interface Inputs {
  /** int32 [4] */
  readonly key: TensorInfo;
  /** int32, one number. */
  readonly data?: TensorInfo;
}

/** The kernel `RandomBits`. */
export const randomBitsKernel: NativeKernel<Inputs, RandomBitsAttrs> = {
  kernelName: RandomBits,
  serves: () => true,
  compute: (runtime, { key, data }, { shape, bits, domain }) => {
    const out = runtime.output(shape, 'int32');
    const sizes = { size: sizeOf(shape), bits, counter: firstCounter(domain) };
    const addresses = [key, out, ...(data === undefined ? [] : [data])].map((tensor) => runtime.address(tensor));
    runtime.instruct(addresses, (places) => {
      const [from, to, second] = places as readonly [Place, Place, Place?];
      return randomBitsWords({ ...sizes, key: from, out: to, ...(second && { data: second }) });
    });
    return out;
  },
};
