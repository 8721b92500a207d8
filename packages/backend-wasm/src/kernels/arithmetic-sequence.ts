/**
 * Numbers at equal distances. Each is computed from the first, in float64: tfjs's kernels add up the distance, and
 * with it the rounding of every addition.
 */
import { LinSpace, Range } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32, f64, i32 } from '../assembler/operators.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';

const parameters = { out: 'i32', size: 'i32', start: 'f64', step: 'f64' } as const;

const sequenceOfFloats = wasmFunction('sequenceOfFloats', parameters, (f, { out, size, start, step }) =>
  eachTerm(f, size, start, step, (term) => {
    f.store('f32.store', out, f32.demote_f64(term));
    f.increase(out, 4);
  }),
);

const sequenceOfIntegers = wasmFunction('sequenceOfIntegers', parameters, (f, { out, size, start, step }) =>
  eachTerm(f, size, start, step, (term) => {
    f.store('i32.store', out, i32.trunc_sat_f64_s(term));
    f.increase(out, 4);
  }),
);

function eachTerm(
  f: FunctionBuilder,
  size: Local<'i32'>,
  start: Local<'f64'>,
  step: Local<'f64'>,
  visit: (term: Expression<'f64'>) => void,
): void {
  const index = f.local('i32');
  f.for(index, 0, size, () => visit(f64.add(start, f64.mul(step, f64.convert_i32_u(index)))));
}

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
