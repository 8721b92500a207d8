/**
 * Quotients rounded down, and what they leave. tfjs's kernels divide integers as float32, which has 24 bits, and take
 * remainders of floats by a formula that loses digits and infinities. An integer over 0 is 0, and leaves 0, as on cpu.
 */
import { Cast, FloorDiv, Mod, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import { floorRemainder } from '../../vector-math/floor-remainder.js';
import { integerQuotient, integerRemainder } from '../../vector-math/integer-quotient.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { withIntermediates } from '../intermediates.js';
import { functionsOf, mapPairs } from './map-pairs.js';
import { mapPairsBy, type PairMap } from './pair-map.js';

interface Inputs {
  /** float32, int32 or bool. */
  readonly a: TensorInfo;
  /** Of the dtype of `a`; broadcasts against it. */
  readonly b: TensorInfo;
}

const quotientOfIntegers = mapPairsBy('quotientOfIntegers', integerQuotient);
const remainderOfIntegers = mapPairsBy('remainderOfIntegers', integerRemainder);
const remainderOfFloats = mapPairsBy('remainderOfFloats', floorRemainder);

function divisionKernel(kernelName: string, ofIntegers: PairMap, ofFloats?: PairMap): WasmKernel<Inputs> {
  return {
    kernelName,
    functions: [ofIntegers, ofFloats].flatMap((map) => (map === undefined ? [] : functionsOf(map))),
    compute(runtime, { a, b }, attributes) {
      if (a.dtype === 'bool' && b.dtype === 'bool') return ofBools(runtime, kernelName, a, b);
      const map = a.dtype === 'int32' ? ofIntegers : ofFloats;
      if (map === undefined || a.dtype !== b.dtype) return runtime.callUpstream(kernelName, { a, b }, attributes);
      return mapPairs(runtime, map, a, b, a.dtype);
    },
  };
}

function ofBools(runtime: Runtime, kernelName: string, a: TensorInfo, b: TensorInfo): TensorInfo {
  return withIntermediates(runtime, (step) => {
    const integer = (x: TensorInfo): TensorInfo => step(Cast, { x }, { dtype: 'int32' });
    return step(Cast, { x: step(kernelName, { a: integer(a), b: integer(b) }, {}) }, { dtype: 'bool' });
  });
}

/** The kernel `FloorDiv`: ⌊a / b⌋; of floats tfjs's. */
export const floorDivKernel: WasmKernel<Inputs> = divisionKernel(FloorDiv, quotientOfIntegers);

/** The kernel `Mod`: a - b ⌊a / b⌋. */
export const modKernel: WasmKernel<Inputs> = divisionKernel(Mod, remainderOfIntegers, remainderOfFloats);
