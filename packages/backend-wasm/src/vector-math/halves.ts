/** Four singles or integers as two vectors of doubles, and back: for digits that a single does not hold. */
import type { Expression } from '../assembler/expression.js';
import { f32x4, f64x2, v128 } from '../assembler/operators.js';

/** The first two lanes and the last two. */
export type Halves = readonly [low: Expression<'v128'>, high: Expression<'v128'>];

/** Four singles as doubles. */
export function doublesOfSingles(x: Expression<'v128'>): Halves {
  return [f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(highHalf(x))];
}

/** Four integers as doubles. */
export function doublesOfIntegers(x: Expression<'v128'>): Halves {
  return [f64x2.convert_low_i32x4_s(x), f64x2.convert_low_i32x4_s(highHalf(x))];
}

/** Doubles rounded to four singles. */
export function singlesOfDoubles([low, high]: Halves): Expression<'v128'> {
  return v128.shuffle32(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), [0, 1, 4, 5]);
}

function highHalf(x: Expression<'v128'>): Expression<'v128'> {
  return v128.shuffle32(x, x, [2, 3, 2, 3]);
}
