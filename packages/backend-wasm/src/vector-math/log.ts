/** ln x. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../assembler/operators.js';
import { logarithmOfReduced, reduceLogarithm } from './logarithm.js';

const smallestNormal = 2 ** -126;

/** What brings every subnormal number among the normal ones. */
const tinyExponent = 24;

/** Added to the bits of a normal number above 0 this gives an integer below `firstOther`, and one from it on to others. */
const order = 0x7f800000;
const firstOther = -0x01000000;

/** ln x of four singles, within 0.9 units in the last place: -Infinity for 0, NaN below. */
export function log(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const integers = (value: number): Expression<'v128'> => f.constantI32([value, value, value, value]);
  const isOther = f.local('v128', i32x4.gt_s(i32x4.add(x, integers(order)), integers(firstOther - 1)));
  const result = f.local('v128', logarithmOfReduced(f, reduceLogarithm(f, x)));
  f.if(v128.any_true(isOther), () => f.set(result, v128.bitselect(ofOther(f, x), result, isOther)));
  return result;
}

/** Of subnormal numbers, zeros, numbers below, infinity and NaN; the root of a number below 0 is NaN. */
function ofOther(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const normal = f.local('v128', f32x4.mul(x, f.splatF32(2 ** tinyExponent)));
  const { exponent, g } = reduceLogarithm(f, normal);
  f.set(exponent, f32x4.sub(exponent, f.splatF32(tinyExponent)));
  const ofSubnormal = f.local('v128', logarithmOfReduced(f, { exponent, g }));
  const zero = f.splatF32(0);
  const isSubnormal = v128.and(f32x4.gt(x, zero), f32x4.lt(x, f.splatF32(smallestNormal)));
  const atPole = v128.bitselect(f.splatF32(Number.NEGATIVE_INFINITY), f32x4.sqrt(x), f32x4.eq(x, zero));
  return v128.bitselect(ofSubnormal, atPole, isSubnormal);
}
