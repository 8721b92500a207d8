/**
 * Division of integers, rounded down, and its remainder, exactly. tfjs's kernels divide as float32, which has 24 bits,
 * and trap at a remainder by zero; here anything divided by zero is 0, and so is its remainder, as on cpu.
 */
import { type Shape, sizeOf } from '@isograd/core';
import { backend_util, Cast, FloorDiv, Mod, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../assembler/expression.js';
import { i32, select } from '../assembler/operators.js';
import type { Runtime } from '../runtime.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { withIntermediates } from './intermediates.js';

/** Steps are distances in bytes, 0 to take one element again and again. */
const parameters = {
  a: 'i32',
  aStep: 'i32',
  b: 'i32',
  bStep: 'i32',
  out: 'i32',
  outStep: 'i32',
  count: 'i32',
} as const;

type Division = WasmFunction<typeof parameters>;

/**
 * @param result - From the dividend, the divisor, which is neither 0 nor -1, and the remainder of the division that
 * rounds to zero; it has the wrong sign where `isBelow` is 1.
 * @param byMinusOne - For the divisor -1, which traps on the least integer.
 */
function division(
  name: string,
  result: (a: Local<'i32'>, b: Local<'i32'>, rest: Local<'i32'>, isBelow: Expression<'i32'>) => Expression<'i32'>,
  byMinusOne: (a: Local<'i32'>) => Expression<'i32'>,
): Division {
  return wasmFunction(name, parameters, (f, { a, aStep, b, bStep, out, outStep, count }) => {
    const dividend = f.local('i32');
    const divisor = f.local('i32');
    const rest = f.local('i32');
    const quotient = f.local('i32');
    f.repeat(count, () => {
      f.set(dividend, i32.load(a));
      f.set(divisor, i32.load(b));
      f.set(quotient, select('i32', i32.eq(divisor, -1), byMinusOne(dividend), 0));
      f.if(i32.gt_u(i32.add(divisor, 1), 1), () => {
        f.set(rest, i32.rem_s(dividend, divisor));
        const isBelow = i32.and(i32.ne(rest, 0), i32.lt_s(i32.xor(rest, divisor), 0));
        f.set(quotient, result(dividend, divisor, rest, isBelow));
      });
      f.store('i32.store', out, quotient);
      f.increase(a, aStep);
      f.increase(b, bStep);
      f.increase(out, outStep);
    });
  });
}

const floorDivide = division(
  'integerFloorDivide',
  (a, b, _rest, isBelow) => i32.sub(i32.div_s(a, b), isBelow),
  (a) => i32.sub(0, a),
);

const remainder = division(
  'integerRemainder',
  (_a, b, rest, isBelow) => i32.add(rest, i32.mul(b, isBelow)),
  (a) => i32.mul(a, 0),
);

interface Operands {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

function integerKernel(kernelName: string, fn: Division): WasmKernel<Operands> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, { a, b }, attributes) {
      if (a.dtype === 'bool' && b.dtype === 'bool') return ofBools(runtime, kernelName, a, b);
      if (a.dtype !== 'int32' || b.dtype !== 'int32') return runtime.callUpstream(kernelName, { a, b }, attributes);
      const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const out = runtime.output(shape, 'int32');
      if (sizeOf(shape) === 0) return out;
      const steps = (operand: number[]): number[] => stepsOf(operand, shape);
      const axes = jointAxes(shape, [steps(a.shape), steps(b.shape), steps(shape)]);
      const last = axes.length - 1;
      const divide = (level: number, dividend: number, divisor: number, to: number): void => {
        const {
          count,
          steps: [aStep, bStep, outStep],
        } = axes[level] ?? one;
        if (level >= last) {
          runtime.run(fn, { a: dividend, aStep, b: divisor, bStep, out: to, outStep, count });
          return;
        }
        for (let index = 0; index < count; index++) {
          divide(level + 1, dividend + index * aStep, divisor + index * bStep, to + index * outStep);
        }
      };
      divide(0, runtime.address(a), runtime.address(b), runtime.address(out));
      return out;
    },
  };
}

/** One value for the dividend, the divisor and the output. */
type Three<Value> = readonly [a: Value, b: Value, out: Value];

/** For each axis how far apart, in bytes, neighbours lie. */
type Steps = Three<readonly number[]>;

interface Axis {
  readonly count: number;
  readonly steps: Three<number>;
}

/** What a single element takes. */
const one: Axis = { count: 1, steps: [0, 0, 0] };

/** For each axis of `outShape` the step in the operand; 0 where it is broadcast. */
function stepsOf(shape: number[], outShape: Shape): number[] {
  const strides = [...util.computeStrides(shape), 1];
  const before = outShape.length - shape.length;
  return outShape.map((_, axis) => ((shape[axis - before] ?? 1) === 1 ? 0 : 4 * (strides[axis - before] ?? 1)));
}

/** The axes without those of one element; neighbours that are walked as one are one, and the longest is the last. */
function jointAxes(shape: Shape, [a, b, out]: Steps): readonly Axis[] {
  const axes: Axis[] = [];
  shape.forEach((count, axis) => {
    if (count === 1) return;
    const steps: Three<number> = [a[axis] ?? 0, b[axis] ?? 0, out[axis] ?? 0];
    const outer = axes.at(-1);
    if (outer !== undefined && outer.steps.every((step, index) => step === count * (steps[index] ?? 0))) {
      axes[axes.length - 1] = { count: outer.count * count, steps };
    } else {
      axes.push({ count, steps });
    }
  });
  return axes.sort((shorter, longer) => shorter.count - longer.count);
}

function ofBools(runtime: Runtime, kernelName: string, a: TensorInfo, b: TensorInfo): TensorInfo {
  return withIntermediates(runtime, (step) => {
    const integer = (x: TensorInfo): TensorInfo => step(Cast, { x }, { dtype: 'int32' });
    return step(Cast, { x: step(kernelName, { a: integer(a), b: integer(b) }, {}) }, { dtype: 'bool' });
  });
}

/** The kernel `FloorDiv`. */
export const floorDivKernel: WasmKernel<Operands> = integerKernel(FloorDiv, floorDivide);

/** The kernel `Mod`. */
export const modKernel: WasmKernel<Operands> = integerKernel(Mod, remainder);
