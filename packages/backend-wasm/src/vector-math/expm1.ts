/**
 * e^x - 1 where x <= 0, of which small x lose no digit.
 *
 * x = n ln 2 + r with |r| <= ½ ln 2, and e^x - 1 = 2^n (e^r - 1) + (2^n - 1), with Taylor's series of e^r - 1.
 *
 * @see W. J. Cody, W. Waite: "Software Manual for the Elementary Functions" (1980), chapter 6, for the reduction
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4 } from '../assembler/operators.js';
import { ln2High, ln2Low } from './ln2.js';
import { polynomial } from './polynomial.js';

/** Below, the result is -1 in single precision. */
const least = -20;

/** (e^r - 1 - r) / r² = 1/2! + r/3! + … */
const taylorTerms = [1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320];

/** e^x - 1 of four singles that are not above 0. */
export function expm1OfNegative(f: FunctionBuilder, x: Expression<'v128'>): Expression<'v128'> {
  const inRange = f.local('v128', f32x4.max(x, f.splatF32(least)));
  const n = f.local('v128', f32x4.nearest(f32x4.mul(inRange, f.splatF32(Math.LOG2E))));
  const withoutHigh = f32x4.sub(inRange, f32x4.mul(n, f.splatF32(ln2High)));
  const r = f.local('v128', f32x4.sub(withoutHigh, f32x4.mul(n, f.splatF32(ln2Low))));
  const ofRest = f32x4.add(r, f32x4.mul(f32x4.mul(r, r), polynomial(f, r, taylorTerms)));
  const power = f.local('v128', powerOfTwo(f, n));
  return f32x4.add(f32x4.mul(power, ofRest), f32x4.sub(power, f.splatF32(1)));
}

/** 2^n for whole n from -126 to 127, by its bits. */
function powerOfTwo(f: FunctionBuilder, n: Local<'v128'>): Expression<'v128'> {
  const bias = f.constantI32([127, 127, 127, 127]);
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), bias), 23);
}
