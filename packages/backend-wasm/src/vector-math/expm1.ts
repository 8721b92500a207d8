/** e^x - 1 = 2^n (e^r - 1) + (2^n - 1), of which small x lose no digit. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { expm1OfRest, reduceExponent } from './exponent.js';

/** Below, e^x - 1 is -1 in single precision; above, infinite. */
const least = -18;
const largest = 89;

/** Below, e^x - 1 is x. */
const tiny = 2 ** -24;

/**
 * e^x - 1 of four singles, within 1.7 units in the last place. Half of it is computed: 2^128, of which the largest are
 * made, is infinite.
 */
export function expm1(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const inRange = f.local('v128', f32x4.pmax(f32x4.pmin(x, f.splatF32(largest)), f.splatF32(least)));
  const { power, rest } = reduceExponent(f, inRange, { shift: -1 });
  const half = f.local('v128', f.multiplyAdd(power, expm1OfRest(f, rest), f32x4.sub(power, f.splatF32(0.5))));
  return v128.bitselect(x, f32x4.add(half, half), f32x4.lt(f32x4.abs(x), f.splatF32(tiny)));
}

/** e^x - 1 of four singles, within 1 unit in the last place where they are below 0, and anything elsewhere. */
export function expm1OfNegative(f: FunctionBuilder, x: Expression<'v128'>): Expression<'v128'> {
  const inRange = f.local('v128', f32x4.pmax(x, f.splatF32(least)));
  const { power, rest } = reduceExponent(f, inRange, { isRounded: true });
  return f.multiplyAdd(power, expm1OfRest(f, rest), f32x4.sub(power, f.splatF32(1)));
}
