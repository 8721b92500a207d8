/** a^b of integers, modulo 2^32. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { i32x4, v128 } from '../assembler/operators.js';

/**
 * a^b by repeated squaring. For b < 0 the whole part of it: ±1 for a = ±1, and else 0, also for a = 0.
 *
 * @see D. E. Knuth: "The Art of Computer Programming", volume 2, section 4.6.3, algorithm A
 */
export function integerPower(f: FunctionBuilder, a: Local<'v128'>, b: Local<'v128'>): Expression<'v128'> {
  const one = f.constantI32([1, 1, 1, 1]);
  const zero = f.constantI32([0, 0, 0, 0]);
  const square = f.local('v128', a);
  const power = f.local('v128', one);
  const exponent = f.local('v128', b);
  const isUnit = i32x4.eq(i32x4.abs(a), one);
  // of a unit only the parity of the exponent counts
  f.set(exponent, v128.bitselect(v128.and(b, one), b, isUnit));
  f.set(power, v128.bitselect(zero, one, v128.andnot(i32x4.lt_s(b, zero), isUnit)));
  f.set(exponent, i32x4.max_s(exponent, zero));
  f.while(v128.any_true(exponent), () => {
    f.set(power, v128.bitselect(i32x4.mul(power, square), power, i32x4.eq(v128.and(exponent, one), one)));
    f.set(square, i32x4.mul(square, square));
    f.set(exponent, i32x4.shr_u(exponent, 1));
  });
  return power;
}
