/**
 * e^x as 2^n e^r: x = n ln 2 + r with a whole n and |r| <= ½ ln 2.
 *
 * A sum with 1.5 · 2^23, whose units are those of the last bit, rounds to n and leaves it in the low bits, from where
 * a shift brings it to the place of exponents.
 *
 * @see W. J. Cody, W. Waite: "Software Manual for the Elementary Functions" (1980), chapter 6
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4 } from '../assembler/operators.js';
import { ln2High, ln2Low } from './ln2.js';
import { polynomial } from './polynomial.js';

/** x = n ln 2 + rest, with |rest| <= ½ ln 2. */
export interface ReducedExponent {
  /** 2^(n + shift): the bits of this single, without regard to whether there is one. */
  readonly power: Local<'v128'>;
  readonly rest: Local<'v128'>;
}

const unitsInLastPlace = 1.5 * 2 ** 23;
const bias = 127;

/**
 * (e^r - 1 - r) / r², of which e^r gets an error of 2^-28, and e^r - 1 one of 2^-25, relative to each.
 *
 * @see J.-M. Muller: "Elementary Functions" (2016), section 3.3, for Remez's algorithm, which has found them
 */
const terms = [0.49999994, 0.166665167, 0.0416681059, 0.00836913101, 0.00138364348];

/** How a reduction differs from the usual one. */
export interface ReductionOptions {
  /** A whole number, by which the exponent of `power` is larger. Default: 0. */
  readonly shift?: number;
  /**
   * Whether n ln 2 is one product, rounded. For x < 0 this moves 1 - e^x by less than 2^-25 of it: the powers of 2 that n
   * takes first are exact, and the others are of little weight. Default: false.
   */
  readonly isRounded?: boolean;
}

/** Reduces four singles of at most 2^21. */
export function reduceExponent(
  f: FunctionBuilder,
  x: Expression<'v128'>,
  { shift = 0, isRounded = false }: ReductionOptions = {},
): ReducedExponent {
  const units = f.splatF32(unitsInLastPlace + bias + shift);
  const sum = f.local('v128', f.multiplyAdd(x, f.splatF32(Math.LOG2E), units));
  const n = f.local('v128', f32x4.sub(sum, units));
  const power = f.local('v128', i32x4.shl(sum, 23));
  if (isRounded) return { power, rest: f.local('v128', f.multiplyAdd(n, f.splatF32(-Math.LN2), x)) };
  const withoutHigh = f.multiplyAdd(n, f.splatF32(-ln2High), x);
  return { power, rest: f.local('v128', f.multiplyAdd(n, f.splatF32(-ln2Low), withoutHigh)) };
}

/** e^r - 1 for |r| <= ½ ln 2. */
export function expm1OfRest(f: FunctionBuilder, rest: Local<'v128'>): Expression<'v128'> {
  const square = f.local('v128', f32x4.mul(rest, rest));
  return f.multiplyAdd(square, polynomial(f, rest, terms, square), rest);
}
