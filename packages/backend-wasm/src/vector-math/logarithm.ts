/**
 * ln(2^k (1 + g)) with 1 + g in [√½, √2): k ln 2 + 2 artanh s for s = g / (2 + g), and 2 artanh s = 2s + ⅔s³ + ⅖s⁵ + …,
 * of which 2s is written g - g²/2 + s g²/2, so that g comes in without rounding.
 *
 * @see P. T. P. Tang: "Table-Driven Implementation of the Logarithm Function in IEEE Floating-Point Arithmetic" (1990)
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../assembler/operators.js';
import { ln2High, ln2Low } from './ln2.js';
import { polynomial } from './polynomial.js';

/** x = 2^exponent (1 + g) */
export interface ReducedLogarithm {
  /** Whole numbers, as singles. */
  readonly exponent: Local<'v128'>;
  readonly g: Local<'v128'>;
}

/** Of singles as integers: √½, 1, and the bits of the fraction. */
const bitsOfRootHalf = 0x3f3504f3;
const bitsOfOne = 0x3f800000;
const fractionBits = 0x007fffff;

/**
 * (2 artanh s - 2s) / s³ as a polynomial in s² up to 1/9, of which the logarithm gets an error of 2^-27.
 *
 * @see J.-M. Muller: "Elementary Functions" (2016), section 3.3, for Remez's algorithm, which has found them
 */
const terms = [0.666664124, 0.400217831, 0.279972017, 0.280364901];

/** Reduces four singles that are normal numbers above 0. */
export function reduceLogarithm(f: FunctionBuilder, x: Expression<'v128'>): ReducedLogarithm {
  const integers = (value: number): Expression<'v128'> => f.constantI32([value, value, value, value]);
  const shifted = f.local('v128', i32x4.add(x, integers(bitsOfOne - bitsOfRootHalf)));
  const fraction = i32x4.add(v128.and(shifted, integers(fractionBits)), integers(bitsOfRootHalf));
  return {
    exponent: f.local('v128', f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(shifted, 23), integers(127)))),
    g: f.local('v128', f32x4.sub(fraction, f.splatF32(1))),
  };
}

/** What ln(1 + g) lacks to g, for g from √½ - 1 to 1. */
export function lackOfLogarithm(f: FunctionBuilder, g: Local<'v128'>): Expression<'v128'> {
  const s = f.local('v128', f32x4.div(g, f32x4.add(g, f.splatF32(2))));
  const square = f.local('v128', f32x4.mul(s, s));
  const half = f.local('v128', f32x4.mul(f32x4.mul(g, g), f.splatF32(0.5)));
  return f32x4.sub(half, f32x4.mul(s, f.multiplyAdd(square, polynomial(f, square, terms), half)));
}

/**
 * The logarithm of what was reduced.
 *
 * @param lost - A small number that is added before the last rounding.
 */
export function logarithmOfReduced(
  f: FunctionBuilder,
  { exponent, g }: ReducedLogarithm,
  lost?: Expression<'v128'>,
): Expression<'v128'> {
  const ofExponent = f32x4.mul(exponent, f.splatF32(ln2Low));
  const low = lost === undefined ? ofExponent : f32x4.add(ofExponent, lost);
  const rest = f32x4.sub(g, f32x4.sub(lackOfLogarithm(f, g), low));
  return f.multiplyAdd(exponent, f.splatF32(ln2High), rest);
}
