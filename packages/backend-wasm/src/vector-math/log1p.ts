/**
 * ln(1 + x), of which small x lose no digit.
 *
 * 1 + x = 2^k (1 + g) with 1 + g in [√½, √2), and s = g / (2 + g): ln(1 + g) = 2 artanh s = 2s + ⅔s³ + ⅖s⁵ + …, of
 * which 2s is written g - g²/2 + s g²/2, so that g comes in without rounding. What the sum 1 + x has lost comes back
 * as lost / (1 + x), the first term of its own logarithm.
 *
 * @see P. T. P. Tang: "Table-Driven Implementation of the Logarithm Function in IEEE Floating-Point Arithmetic" (1990)
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../assembler/operators.js';
import { ln2High, ln2Low } from './ln2.js';
import { polynomial } from './polynomial.js';

/** Of singles as integers: √½, 1, and the bits of the fraction. */
const bitsOfRootHalf = 0x3f3504f3;
const bitsOfOne = 0x3f800000;
const fractionBits = 0x007fffff;

/** 2s⁻¹ artanh s - 2 as a polynomial in s², with its first factor s² left out; s² is below 0.03. */
const artanhTerms = [2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11];

/** ln(1 + x) of four singles: -Infinity for -1, NaN below. */
export function log1p(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const integers = (value: number): Expression<'v128'> => f.constantI32([value, value, value, value]);
  const one = f.splatF32(1);
  const sum = f.local('v128', f32x4.add(x, one));
  const shifted = f.local('v128', i32x4.add(sum, integers(bitsOfOne - bitsOfRootHalf)));
  const exponent = f.local('v128', f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(shifted, 23), integers(127))));
  const isReduced = f.local('v128', f32x4.ne(exponent, f.splatF32(0)));
  const fraction = i32x4.add(v128.and(shifted, integers(fractionBits)), integers(bitsOfRootHalf));
  const g = f.local('v128', v128.bitselect(f32x4.sub(fraction, one), x, isReduced));
  const isLarge = f32x4.ge(x, one);
  const lostOfOne = f32x4.sub(one, f32x4.sub(sum, x));
  const lostOfX = f32x4.sub(x, f32x4.sub(sum, one));
  const lost = v128.and(f32x4.div(v128.bitselect(lostOfOne, lostOfX, isLarge), sum), isReduced);

  const s = f.local('v128', f32x4.div(g, f32x4.add(g, f.splatF32(2))));
  const square = f.local('v128', f32x4.mul(s, s));
  const half = f.local('v128', f32x4.mul(f32x4.mul(g, g), f.splatF32(0.5)));
  const terms = f32x4.mul(square, polynomial(f, square, artanhTerms));
  const correction = f32x4.sub(half, f32x4.mul(s, f32x4.add(half, terms)));
  const low = f32x4.add(f32x4.mul(exponent, f.splatF32(ln2Low)), lost);
  const high = f32x4.mul(exponent, f.splatF32(ln2High));
  const result = f32x4.add(high, f32x4.sub(g, f32x4.sub(correction, low)));

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
