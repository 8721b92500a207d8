/**
 * ⌊a / b⌋ of integers, by way of float64: the quotient of two integers of 32 bits that is not whole is further from
 * the next whole number than its rounding.
 */
import type { Expression } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f64x2, i32x4, v128 } from '../assembler/operators.js';
import { doublesOfIntegers } from './halves.js';

/** 1.5 · 2^52, whose units are those of the last bit: a sum with it holds a whole number modulo 2^32 in its low word. */
const unitsInLastPlace = 1.5 * 2 ** 52;

/** ⌊a / b⌋ modulo 2^32 of four integers; 0 where b is 0. */
export function integerQuotient(f: FunctionBuilder, a: Expression<'v128'>, b: Expression<'v128'>): Expression<'v128'> {
  const [aLow, aHigh] = doublesOfIntegers(a);
  const [bLow, bHigh] = doublesOfIntegers(b);
  const quotient = (dividend: Expression<'v128'>, divisor: Expression<'v128'>): Expression<'v128'> =>
    f64x2.add(f64x2.floor(f64x2.div(dividend, divisor)), f.splatF64(unitsInLastPlace));
  return v128.shuffle32(quotient(aLow, bLow), quotient(aHigh, bHigh), [0, 2, 4, 6]);
}

/** a - b ⌊a / b⌋ of four integers; 0 where b is 0. */
export function integerRemainder(f: FunctionBuilder, a: Expression<'v128'>, b: Expression<'v128'>): Expression<'v128'> {
  const rest = i32x4.sub(a, i32x4.mul(b, integerQuotient(f, a, b)));
  return v128.and(rest, i32x4.ne(b, f.constantI32([0, 0, 0, 0])));
}
