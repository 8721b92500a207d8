/** tanh x = (1 - e^(-2|x|)) / (1 + e^(-2|x|)), with the sign of x; both sides of the fraction come from e^r - 1. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { expm1OfRest, reduceExponent } from './exponent.js';

/** Below, e^x - 1 is -1 in single precision. */
const least = -18;

/** tanh x of four singles, within 2 units in the last place. */
export function tanh(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const inRange = f.local('v128', f32x4.pmax(f32x4.mul(f32x4.abs(x), f.splatF32(-2)), f.splatF32(least)));
  const { power, rest } = reduceExponent(f, inRange, { isRounded: true });
  const one = f.splatF32(1);
  const product = f.local('v128', f32x4.mul(power, expm1OfRest(f, rest)));
  const numerator = f32x4.sub(f32x4.sub(one, power), product);
  const denominator = f32x4.add(f32x4.add(one, power), product);
  return v128.or(f32x4.div(numerator, denominator), v128.and(x, f.splatF32(-0)));
}
