/**
 * ln(1 + x), of which small x lose no digit: what the sum 1 + x has lost comes back as lost / (1 + x), the first term of
 * its own logarithm.
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { logarithmOfReduced, reduceLogarithm } from './logarithm.js';

/** ln(1 + x) of four singles, within 0.9 units in the last place: -Infinity for -1, NaN below. */
export function log1p(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const one = f.splatF32(1);
  const sum = f.local('v128', f32x4.add(x, one));
  const { exponent, g } = reduceLogarithm(f, sum);
  const isReduced = f.local('v128', f32x4.ne(exponent, f.splatF32(0)));
  f.set(g, v128.bitselect(g, x, isReduced));
  const isLarge = f32x4.ge(x, one);
  const lostOfOne = f32x4.sub(one, f32x4.sub(sum, x));
  const lostOfX = f32x4.sub(x, f32x4.sub(sum, one));
  const lost = v128.and(f32x4.div(v128.bitselect(lostOfOne, lostOfX, isLarge), sum), isReduced);
  const result = logarithmOfReduced(f, { exponent, g }, lost);

  const isInside = v128.and(
    f32x4.gt(sum, f.splatF32(0)),
    v128.and(f32x4.lt(sum, f.splatF32(Number.POSITIVE_INFINITY)), f32x4.ne(x, f.splatF32(0))),
  );
  return v128.bitselect(result, outside(f, x, sum), isInside);
}

/** What zeros keep, and what poles, infinities and NaN become: the root of a sum below 0 is NaN. */
function outside(f: FunctionBuilder, x: Local<'v128'>, sum: Local<'v128'>): Expression<'v128'> {
  const zero = f.splatF32(0);
  const atPole = v128.bitselect(f.splatF32(Number.NEGATIVE_INFINITY), f32x4.sqrt(sum), f32x4.eq(sum, zero));
  return v128.bitselect(x, atPole, f32x4.eq(x, zero));
}
