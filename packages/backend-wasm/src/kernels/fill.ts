/** One value everywhere; text too, which tfjs's kernel cannot make. */
import { sizeOf } from '@isograd/core';
import { type DataType, Fill, util } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

interface Attributes {
  readonly shape: number[];
  readonly value: number | string;
  /** Default: by the value. */
  readonly dtype?: DataType;
}

/** The kernel `Fill`. */
export const fillKernel: WasmKernel<object, Attributes> = {
  kernelName: Fill,
  functions: [],
  isLeftToUpstream: (_, { value, dtype = util.inferDtype(value) }) => dtype !== 'string',
  compute(runtime, _, { shape, value }) {
    const element = util.encodeString(String(value));
    return runtime.outputOf(
      shape,
      'string',
      Array.from({ length: sizeOf(shape) }, () => element),
    );
  },
};
