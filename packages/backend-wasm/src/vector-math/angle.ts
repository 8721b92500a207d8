/**
 * An angle as quarters of the circle and a rest of at most an eighth.
 *
 * Up to 2^24 in the manner of Cody and Waite, in float64: ½π in two parts, of which the product of the first with the
 * number of quarters is exact. Beyond, with the digits of 2/π that matter for the exponent at hand.
 *
 * @see W. J. Cody, W. Waite: "Software Manual for the Elementary Functions" (1980), chapter 8
 * @see M. H. Payne, R. N. Hanek: "Radian Reduction for Trigonometric Functions" (1983)
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32, f32x4, f64, f64x2, i32, v128 } from '../assembler/operators.js';
import { eachLane } from './each-lane.js';
import { doublesOfSingles, singlesOfDoubles } from './halves.js';

/** Angle = quarters · ½π + rest, with |rest| <= ¼π. */
export interface ReducedAngle {
  /** Whole numbers, as singles. */
  readonly quarters: Local<'v128'>;
  readonly rest: Local<'v128'>;
}

const largestDirect = 2 ** 24;

/** ½π: 25 bits, and the rest to 53 more; the last summand is what ½π has beyond the float64 next to it. */
const quarterHigh = Math.floor((Math.PI / 2) * 2 ** 24) / 2 ** 24;
const quarterLow = Math.PI / 2 - quarterHigh + 6.123233995736766e-17;

/** 2/π in digits of 24 bits: the integer part of 2/π · 2^(24 n), modulo 2^24. */
const digitsOfTwoOverPi = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163,
] as const;
const digitsNeeded = 5;

/** Reduces four singles; the rest of what is infinite or NaN is NaN. */
export function reduceAngle(f: FunctionBuilder, x: Local<'v128'>): ReducedAngle {
  const angles = doublesOfSingles(x);
  const [low, high] = angles.map((angle) =>
    f.local('v128', f64x2.nearest(f64x2.mul(angle, f.splatF64(2 / Math.PI)))),
  ) as [Local<'v128'>, Local<'v128'>];
  const restOf = (angle: Expression<'v128'>, quarters: Local<'v128'>): Expression<'v128'> => {
    const withoutHigh = f64x2.sub(angle, f64x2.mul(quarters, f.splatF64(quarterHigh)));
    return f64x2.sub(withoutHigh, f64x2.mul(quarters, f.splatF64(quarterLow)));
  };
  const quarters = f.local('v128', singlesOfDoubles([low, high]));
  const rest = f.local('v128', singlesOfDoubles([restOf(angles[0], low), restOf(angles[1], high)]));
  const isFar = f32x4.ge(f32x4.abs(x), f.splatF32(largestDirect));
  f.if(v128.any_true(isFar), () =>
    eachLane(f, [x], [quarters, rest], ([angle], [quartersOfLane, restOfLane]) => {
      const values = [f.local('f32', quartersOfLane), f.local('f32', restOfLane)] as const;
      if (angle !== undefined) f.if(f32.ge(f32.abs(angle), largestDirect), () => reduceFar(f, angle, ...values));
      return values;
    }),
  );
  return { quarters, rest };
}

/**
 * Sets `quarters`, modulo 4, and `rest` of one angle of 2^24 or more, m 2^e with a whole m below 2^24. Digits of 2/π
 * whose product with it is a multiple of 4 are left out; of the others five leave an error below 2^-70.
 */
function reduceFar(f: FunctionBuilder, x: Expression<'f32'>, quarters: Local<'f32'>, rest: Local<'f32'>): void {
  const bits = f.local('i32', i32.reinterpret_f32(x));
  const exponent = f.local('i32', i32.sub(i32.and(i32.shr_u(bits, 23), 255), 150));
  const mantissa = f.local('f64', f64.convert_i32_u(i32.or(i32.and(bits, 0x7fffff), 0x800000)));
  const first = f.local('i32', i32.div_s(i32.sub(exponent, 2), 24));
  const digits = Array.from({ length: digitsNeeded }, () => f.local('f64'));
  for (let place = 0; place + digitsNeeded <= digitsOfTwoOverPi.length; place++) {
    f.if(i32.eq(first, place), () => {
      for (const [index, digit] of digits.entries()) f.set(digit, digitsOfTwoOverPi[place + index] ?? 0);
    });
  }
  const scaleExponent = i32.sub(exponent, i32.mul(24, i32.add(first, 1)));
  const scale = f.local('f64', f64.promote_f32(f32.reinterpret_i32(i32.shl(i32.add(scaleExponent, 127), 23))));
  const [term0, term1, term2, term3, term4] = digits.map((digit, index) =>
    f.local('f64', f64.mul(f64.mul(f64.mul(mantissa, digit), scale), 2 ** (-24 * index))),
  ) as [Local<'f64'>, Local<'f64'>, Local<'f64'>, Local<'f64'>, Local<'f64'>];
  const large = f.local('f64', f64.add(moduloFour(term0), moduloFour(term1)));
  const whole = f.local('f64', f64.nearest(f64.add(large, term2)));
  const fraction = f.local('f64', f64.add(f64.add(f64.sub(large, whole), term2), f64.add(term3, term4)));
  f.set(quarters, f32.copysign(f32.demote_f64(whole), x));
  f.if(i32.shr_u(bits, 31), () => f.set(fraction, f64.neg(fraction)));
  const nanIfInfinite = f64.promote_f32(f32.sub(x, x));
  f.set(rest, f32.demote_f64(f64.add(f64.mul(fraction, Math.PI / 2), nanIfInfinite)));
}

function moduloFour(value: Local<'f64'>): Expression<'f64'> {
  return f64.sub(value, f64.mul(4, f64.floor(f64.mul(value, 0.25))));
}
