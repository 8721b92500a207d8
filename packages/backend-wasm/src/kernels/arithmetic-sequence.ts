/**
 * Numbers at equal distances. Each is computed from the first, in float64: tfjs's kernels add up the distance, and
 * with it the rounding of every addition.
 */
import { LinSpace, Range } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../assembler/expression.js';
import { f32x4, f64x2, i32, i32x4, v128 } from '../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { storeRest } from './partial-vector.js';

const parameters = { out: 'i32', size: 'i32', start: 'f64', step: 'f64' } as const;

/** out = convert(start + index * step), four a turn; `convert` makes the two low lanes of two doubles. */
function sequence(
  name: string,
  convert: (pair: Expression<'v128'>) => Expression<'v128'>,
): WasmFunction<typeof parameters> {
  return wasmFunction(name, parameters, (f, { out, size, start, step }) => {
    const [starts, steps] = [f.local('v128', f64x2.splat(start)), f.local('v128', f64x2.splat(step))];
    // Indices stay whole numbers, so that they are exact.
    const low = f.local('v128', f64x2.convert_low_i32x4_s(i32x4.const([0, 1, 0, 0])));
    const high = f.local('v128', f64x2.add(low, f.splatF64(2)));
    const terms = f.local('v128');
    const pair = (index: Local<'v128'>): Expression<'v128'> => convert(f64x2.add(starts, f64x2.mul(steps, index)));
    f.while(size, () => {
      f.set(terms, v128.shuffle32(pair(low), pair(high), [0, 1, 4, 5]));
      f.if(
        i32.ge_u(size, 4),
        () => {
          f.store('v128.store', out, terms);
          f.increase(out, 16);
          f.increase(size, -4);
          for (const index of [low, high]) f.set(index, f64x2.add(index, f.splatF64(4)));
        },
        () => {
          storeRest(f, out, terms, size);
          f.set(size, 0);
        },
      );
    });
  });
}

const sequenceOfFloats = sequence('sequenceOfFloats', f32x4.demote_f64x2_zero);
const sequenceOfIntegers = sequence('sequenceOfIntegers', i32x4.trunc_sat_f64x2_s_zero);

type NoInputs = { readonly [name: string]: never };

interface Interval {
  readonly start: number;
  readonly stop: number;
  /** Values, both ends among them; a fraction is cut off. */
  readonly num: number;
}

/** The kernel `LinSpace`. */
export const linSpaceKernel: WasmKernel<NoInputs, Interval> = {
  kernelName: LinSpace,
  functions: [sequenceOfFloats],
  compute(runtime, _inputs, { start, stop, num }) {
    const size = Math.floor(num);
    const out = runtime.output([size], 'float32');
    const step = size > 1 ? (stop - start) / (size - 1) : 0;
    runtime.run(sequenceOfFloats, { out: runtime.address(out), size, start, step });
    return out;
  },
};

interface Progression {
  readonly start: number;
  /** Is not reached. */
  readonly stop: number;
  /** A step of 1 counts downwards from a larger start, as in tfjs. */
  readonly step: number;
  readonly dtype: 'float32' | 'int32';
}

/** The kernel `Range`. */
export const rangeKernel: WasmKernel<NoInputs, Progression> = {
  kernelName: Range,
  functions: [sequenceOfFloats, sequenceOfIntegers],
  compute(runtime, _inputs, { start, stop, step: given, dtype }) {
    const step = stop < start && given === 1 ? -1 : given;
    const size = Math.max(0, Math.ceil((stop - start) / step));
    const out = runtime.output([size], dtype);
    const sequence = dtype === 'int32' ? sequenceOfIntegers : sequenceOfFloats;
    runtime.run(sequence, { out: runtime.address(out), size, start, step });
    return out;
  },
};
