/**
 * Kernels that compute each element from the elements at its place: how they do, on four elements in vectors.
 *
 * In a vector an element of float32 or int32 has its own bits; one of bool is all ones or all zeros, as comparisons
 * leave it, so that it selects.
 */
import {
  Abs,
  Add,
  AddN,
  BroadcastTo,
  Cast,
  Ceil,
  ClipByValue,
  Cos,
  type DataType,
  Elu,
  Equal,
  Erf,
  Exp,
  Expm1,
  Fill,
  Floor,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  LeakyRelu,
  Less,
  LessEqual,
  Log,
  Log1p,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  LogicalXor,
  Maximum,
  Minimum,
  Multiply,
  Neg,
  NotEqual,
  OnesLike,
  Prelu,
  RealDiv,
  Reciprocal,
  Relu,
  Relu6,
  Round,
  Rsqrt,
  Select,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  SquaredDifference,
  Step,
  Sub,
  Tanh,
  Tile,
  ZerosLike,
} from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../assembler/operators.js';
import { selu, sign } from '../kernels/elementwise/unary.js';
import { elu } from '../vector-math/elu.js';
import { erf } from '../vector-math/erf.js';
import { exp } from '../vector-math/exp.js';
import { expm1 } from '../vector-math/expm1.js';
import { log } from '../vector-math/log.js';
import { log1p } from '../vector-math/log1p.js';
import { sigmoid } from '../vector-math/sigmoid.js';
import { cosine, sine } from '../vector-math/sine.js';
import { softplus } from '../vector-math/softplus.js';
import { tanh } from '../vector-math/tanh.js';

/** Dtypes that vectors hold. */
export type VectorDtype = 'float32' | 'int32' | 'bool';

/** What is known of a call when its code is written. */
export interface ElementCall {
  /** Of the inputs. */
  readonly from: readonly VectorDtype[];
  /** Of the result. */
  readonly to: VectorDtype;
  readonly attributes: { readonly [name: string]: unknown };
}

/** Writes what it needs before, and returns four elements of the result. */
type Writer = (f: FunctionBuilder, inputs: readonly Local<'v128'>[], call: ElementCall) => Expression<'v128'>;

/** One kernel, for one dtype of its inputs. */
interface ElementKernel {
  readonly write: Writer;
  /** What it costs beside a few instructions: loops with more are written fewer times over. Default: 1. */
  readonly cost?: number;
}

type ByDtype = { readonly [Dtype in VectorDtype]?: ElementKernel };

type Vector = Expression<'v128'>;
type Unary = (x: Vector) => Vector;
type Binary = (a: Vector, b: Vector) => Vector;

const unary = (compute: Unary): ElementKernel => ({ write: (_f, [x]) => compute(x as Vector) });
const binary = (compute: Binary): ElementKernel => ({ write: (_f, [a, b]) => compute(a as Vector, b as Vector) });
const long = (
  compute: (f: FunctionBuilder, x: Local<'v128'>) => Vector,
  cost: number,
): { readonly float32: ElementKernel } => ({
  float32: { write: (f, [x]) => compute(f, x as Local<'v128'>), cost },
});
const numbers = (float32: Binary, int32: Binary): ByDtype => ({ float32: binary(float32), int32: binary(int32) });
const comparison = (float32: Binary, int32: Binary, bool?: Binary): ByDtype => ({
  ...numbers(float32, int32),
  ...(bool === undefined ? {} : { bool: binary(bool) }),
});

const allOnes = (f: FunctionBuilder): Vector => f.constantI32([-1, -1, -1, -1]);
const integer = (f: FunctionBuilder, value: number): Vector => f.constantI32([value, value, value, value]);

/** A number as four elements of a dtype. */
export function splat(f: FunctionBuilder, value: number, dtype: VectorDtype): Vector {
  if (dtype === 'float32') return f.splatF32(value);
  if (dtype === 'bool') return integer(f, value === 0 ? 0 : -1);
  return integer(f, Math.min(Math.max(Math.trunc(value), -(2 ** 31)), 2 ** 31 - 1));
}

const same: Writer = (_f, [x]) => x as Vector;

/** From each dtype to each. */
const cast: Writer = (f, [x], { from: [from], to }) => {
  if (from === to) return x as Vector;
  const value = x as Vector;
  if (from === 'bool') return v128.and(value, to === 'float32' ? f.splatF32(1) : integer(f, 1));
  if (to === 'bool') return from === 'float32' ? f32x4.ne(value, f.splatF32(0)) : i32x4.ne(value, integer(f, 0));
  return to === 'int32' ? i32x4.trunc_sat_f32x4_s(value) : f32x4.convert_i32x4_s(value);
};

const clip: Writer = (f, [x], { to, attributes }) => {
  const [least, most] = ['clipValueMin', 'clipValueMax'].map((name) => splat(f, Number(attributes[name]), to));
  if (to === 'int32') return i32x4.min_s(i32x4.max_s(x as Vector, least as Vector), most as Vector);
  return f32x4.pmin(f32x4.pmax(x as Vector, least as Vector), most as Vector); // NaN stays: see kernels/clamp.ts
};

/** 1 above 0, `alpha` elsewhere; NaN stays. */
const step: Writer = (f, [x], { attributes }) => {
  const value = x as Vector;
  const alpha = f.splatF32(Number(attributes['alpha'] ?? 0));
  const known = v128.bitselect(f.splatF32(1), alpha, f32x4.gt(value, f.splatF32(0)));
  return v128.bitselect(known, value, f32x4.eq(value, value));
};

const select: Writer = (_f, [condition, t, e]) => v128.bitselect(t as Vector, e as Vector, condition as Vector);

/** Bits of a float without its sign that are those of infinity; above them are those of NaN. */
const bitsOfInfinity = 0x7f800000;
const magnitudeBits = (f: FunctionBuilder, x: Vector): Vector => v128.and(x, integer(f, 0x7fffffff));

const ofAll = (write: Writer): ByDtype => ({ float32: { write }, int32: { write }, bool: { write } });

/** By name, and by the dtype of the inputs. */
const kernels: { readonly [kernelName: string]: ByDtype } = {
  [Abs]: { float32: unary(f32x4.abs), int32: unary(i32x4.abs) },
  [Add]: numbers(f32x4.add, i32x4.add),
  [AddN]: {
    float32: {
      write: (_f, inputs) =>
        inputs.reduce<Vector>((sum, x, place) => (place === 0 ? x : f32x4.add(sum, x)), inputs[0] as Vector),
    },
  },
  [BroadcastTo]: ofAll(same),
  [Cast]: ofAll(cast),
  [Ceil]: { float32: unary(f32x4.ceil) },
  [ClipByValue]: { float32: { write: clip }, int32: { write: clip } },
  [Cos]: long(cosine, 40),
  [Elu]: long(elu, 12),
  [Equal]: comparison(f32x4.eq, i32x4.eq, i32x4.eq),
  [Erf]: long(erf, 18),
  [Exp]: long(exp, 12),
  [Expm1]: long(expm1, 16),
  [Fill]: {},
  [Floor]: { float32: unary(f32x4.floor) },
  [Greater]: comparison(f32x4.gt, i32x4.gt_s),
  [GreaterEqual]: comparison(f32x4.ge, i32x4.ge_s),
  [IsFinite]: { float32: { write: (f, [x]) => i32x4.lt_s(magnitudeBits(f, x as Vector), integer(f, bitsOfInfinity)) } },
  [IsInf]: { float32: { write: (f, [x]) => i32x4.eq(magnitudeBits(f, x as Vector), integer(f, bitsOfInfinity)) } },
  [IsNan]: { float32: { write: (_f, [x]) => f32x4.ne(x as Vector, x as Vector) } },
  [LeakyRelu]: {
    float32: {
      write: (f, [x], { attributes }) => {
        const value = x as Vector;
        const below = f32x4.mul(value, f.splatF32(Number(attributes['alpha'])));
        return v128.bitselect(below, value, f32x4.lt(value, f.splatF32(0)));
      },
    },
  },
  [Less]: comparison(f32x4.lt, i32x4.lt_s),
  [LessEqual]: comparison(f32x4.le, i32x4.le_s),
  [Log]: long(log, 16),
  [Log1p]: long(log1p, 40),
  [LogicalAnd]: { bool: binary(v128.and) },
  [LogicalNot]: { bool: { write: (f, [x]) => v128.xor(x as Vector, allOnes(f)) } },
  [LogicalOr]: { bool: binary(v128.or) },
  [LogicalXor]: { bool: binary(v128.xor) },
  [Maximum]: numbers(f32x4.max, i32x4.max_s),
  [Minimum]: numbers(f32x4.min, i32x4.min_s),
  [Multiply]: numbers(f32x4.mul, i32x4.mul),
  [Neg]: { float32: unary(f32x4.neg), int32: unary(i32x4.neg) },
  [NotEqual]: comparison(f32x4.ne, i32x4.ne, i32x4.ne),
  [OnesLike]: ofAll((f, _inputs, { to }) => splat(f, 1, to)),
  [Prelu]: {
    float32: {
      write: (f, [x, alpha]) =>
        v128.bitselect(f32x4.mul(alpha as Vector, x as Vector), x as Vector, f32x4.lt(x as Vector, f.splatF32(0))),
    },
  },
  [RealDiv]: { float32: binary(f32x4.div) },
  [Reciprocal]: { float32: { write: (f, [x]) => f32x4.div(f.splatF32(1), x as Vector) } },
  [Relu]: {
    float32: { write: (f, [x]) => f32x4.pmax(x as Vector, f.splatF32(0)) }, // x where 0 > x is not so: NaN stays
    int32: { write: (f, [x]) => i32x4.max_s(x as Vector, integer(f, 0)) },
  },
  [Relu6]: {
    float32: { write: (f, [x]) => f32x4.pmin(f32x4.pmax(x as Vector, f.splatF32(0)), f.splatF32(6)) },
    int32: { write: (f, [x]) => i32x4.min_s(i32x4.max_s(x as Vector, integer(f, 0)), integer(f, 6)) },
  },
  [Round]: { float32: unary(f32x4.nearest) },
  [Rsqrt]: { float32: { write: (f, [x]) => f32x4.div(f.splatF32(1), f32x4.sqrt(x as Vector)) } },
  [Select]: ofAll(select),
  [Selu]: long(selu, 20),
  [Sigmoid]: long(sigmoid, 18),
  [Sign]: { float32: { write: (f, [x]) => sign(f, x as Local<'v128'>) } },
  [Sin]: long(sine, 40),
  [Softplus]: long(softplus, 30),
  [Sqrt]: { float32: unary(f32x4.sqrt) },
  [Square]: {
    float32: { write: (_f, [x]) => f32x4.mul(x as Vector, x as Vector) },
    int32: { write: (_f, [x]) => i32x4.mul(x as Vector, x as Vector) },
  },
  [SquaredDifference]: {
    float32: {
      write: (f, [a, b]) => {
        const difference = f.local('v128', f32x4.sub(a as Vector, b as Vector));
        return f32x4.mul(difference, difference);
      },
    },
  },
  [Step]: { float32: { write: step } },
  [Sub]: numbers(f32x4.sub, i32x4.sub),
  [Tanh]: long(tanh, 18),
  [Tile]: ofAll(same),
  [ZerosLike]: ofAll((f, _inputs, { to }) => splat(f, 0, to)),
};

/** Kernels that loops have, for some dtypes at least. */
export const elementKernelNames: readonly string[] = Object.keys(kernels);

const constantFill: ElementKernel = {
  write: (f, _inputs, { to, attributes }) => splat(f, Number(attributes['value']), to),
};

/** How a kernel computes elements of these dtypes, or undefined where it does not. */
export function elementKernel(kernelName: string, from: readonly VectorDtype[]): ElementKernel | undefined {
  if (kernelName === Fill) return constantFill;
  const byDtype = Object.hasOwn(kernels, kernelName) ? kernels[kernelName] : undefined;
  return byDtype?.[from.at(-1) ?? 'float32'];
}

/** Whether vectors hold elements of a dtype. */
export function isVectorDtype(dtype: DataType | undefined): dtype is VectorDtype {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}
