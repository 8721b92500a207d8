/** e^x = 2^n e^r. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../assembler/operators.js';
import { expm1OfRest, reduceExponent } from './exponent.js';

/** Below, e^x is 0 in single precision; above, infinite. */
const least = -104;
const largest = 89;

/** Up to here the power of 2 is a normal number. */
const largestOrdinary = 87;

/** e^x of four singles, within 1.1 units in the last place, of subnormal results too. */
export function exp(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const isFar = f.local('i32', v128.any_true(f32x4.gt(f32x4.abs(x), f.splatF32(largestOrdinary))));
  const inRange = f.local('v128', x);
  f.if(isFar, () => f.set(inRange, f32x4.pmax(f32x4.pmin(x, f.splatF32(largest)), f.splatF32(least))));
  const { power, rest } = reduceExponent(f, inRange);
  const ofRest = f.local('v128', f32x4.add(expm1OfRest(f, rest), f.splatF32(1)));
  const result = f.local('v128', f32x4.mul(ofRest, power));
  f.if(isFar, () => {
    const root = f.local('v128', i32x4.shl(i32x4.shr_s(power, 24), 23));
    const other = i32x4.sub(power, root);
    const biasOf = (half: number): Expression<'v128'> =>
      f.constantI32([half << 23, half << 23, half << 23, half << 23]);
    f.set(result, f32x4.mul(f32x4.mul(ofRest, i32x4.add(root, biasOf(64))), i32x4.add(other, biasOf(63))));
  });
  return result;
}

/** What `scaledExp` multiplies by. */
export const expScale: number = 2 ** 64;

/** 2^64 e^x of four singles that are not above 40, as near as `exp`: a factor with which no e^x is subnormal. */
export function scaledExp(f: FunctionBuilder, x: Expression<'v128'>): Expression<'v128'> {
  const inRange = f.local('v128', f32x4.pmax(x, f.splatF32(least)));
  const { power, rest } = reduceExponent(f, inRange, { shift: Math.log2(expScale) });
  return f32x4.mul(f32x4.add(expm1OfRest(f, rest), f.splatF32(1)), power);
}

/** e^x of four singles that are not above 0, as near as `exp`, in fewer steps. */
export function expOfNegative(f: FunctionBuilder, x: Expression<'v128'>): Expression<'v128'> {
  return f32x4.mul(scaledExp(f, x), f.splatF32(1 / expScale));
}
