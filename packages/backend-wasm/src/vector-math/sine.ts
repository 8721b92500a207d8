/** Sine and cosine: Taylor's series on an eighth of the circle, where they alternate and end soon. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../assembler/operators.js';
import { reduceAngle } from './angle.js';
import { polynomial } from './polynomial.js';

/** (sin r - r) / r³ and (cos r - 1) / r² as polynomials in r². */
const sineTerms = [-1 / 6, 1 / 120, -1 / 5040, 1 / 362880];
const cosineTerms = [-1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800];

/** sin x of four singles. */
export function sine(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  return v128.bitselect(x, turnedSine(f, x, 0), f32x4.eq(x, f.splatF32(0)));
}

/** cos x of four singles. */
export function cosine(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  return turnedSine(f, x, 1);
}

/** sin(x + turns ½π) */
function turnedSine(f: FunctionBuilder, x: Local<'v128'>, turns: 0 | 1): Expression<'v128'> {
  const integers = (value: number): Expression<'v128'> => f.constantI32([value, value, value, value]);
  const { quarters, rest } = reduceAngle(f, x);
  const turned = f.local('v128', i32x4.trunc_sat_f32x4_s(quarters));
  if (turns !== 0) f.set(turned, i32x4.add(turned, integers(turns)));
  const square = f.local('v128', f32x4.mul(rest, rest));
  const sineOfRest = f.multiplyAdd(f32x4.mul(rest, square), polynomial(f, square, sineTerms), rest);
  const cosineOfRest = f.multiplyAdd(square, polynomial(f, square, cosineTerms), f.splatF32(1));
  const isOdd = i32x4.eq(v128.and(turned, integers(1)), integers(1));
  const sign = i32x4.shl(v128.and(turned, integers(2)), 30);
  return v128.xor(v128.bitselect(cosineOfRest, sineOfRest, isOdd), sign);
}
