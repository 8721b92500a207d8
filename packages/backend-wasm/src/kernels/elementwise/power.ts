/** Powers. tfjs's kernel ends integers at the ends of their range, where multiplication goes on modulo 2^32. */
import { Pow, type TensorInfo } from '@tensorflow/tfjs-core';
import { integerPower } from '../../vector-math/integer-power.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { functionsOf, mapPairs } from './map-pairs.js';
import { mapPairsBy } from './pair-map.js';

const powerOfIntegers = mapPairsBy('powerOfIntegers', integerPower);

interface Inputs {
  readonly a: TensorInfo;
  /** Of the dtype of `a`; broadcasts against it. */
  readonly b: TensorInfo;
}

/** The kernel `Pow`: a^b; of floats tfjs's. */
export const powKernel: WasmKernel<Inputs> = {
  kernelName: Pow,
  functions: functionsOf(powerOfIntegers),
  compute: (runtime, { a, b }) =>
    a.dtype === 'int32' && b.dtype === 'int32'
      ? mapPairs(runtime, powerOfIntegers, a, b, 'int32')
      : runtime.callUpstream(Pow, { a, b }, {}),
};
