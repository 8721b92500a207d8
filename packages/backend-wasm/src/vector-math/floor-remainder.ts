/**
 * a - b ⌊a / b⌋ of singles, which has the sign of b, as Python and NumPy have it.
 *
 * In float64 the quotient of two singles below 2^28 is rounded to the same side of a whole number, and the product of
 * its floor with b is exact. What is beyond is taken off in steps of a smaller quotient, as the C library's fmod does.
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32, f32x4, f64, f64x2, i32, i32x4, v128 } from '../assembler/operators.js';
import { eachLane } from './each-lane.js';
import { doublesOfSingles, singlesOfDoubles } from './halves.js';

const largestQuotient = 2 ** 28;

/** a mod b of four singles; NaN where b is 0 or a is infinite. */
export function floorRemainder(f: FunctionBuilder, a: Local<'v128'>, b: Local<'v128'>): Expression<'v128'> {
  const result = f.local('v128');
  const [aHalves, bHalves] = [doublesOfSingles(a), doublesOfSingles(b)];
  const [low, high] = [f.local('v128'), f.local('v128')];
  f.set(low, f64x2.floor(f64x2.div(aHalves[0], bHalves[0])));
  f.set(high, f64x2.floor(f64x2.div(aHalves[1], bHalves[1])));
  const isSmall = (quotient: Local<'v128'>): Expression<'v128'> =>
    f64x2.lt(f64x2.abs(quotient), f.splatF64(largestQuotient));
  const isFinite = f32x4.lt(f32x4.abs(b), f.splatF32(Number.POSITIVE_INFINITY));
  f.if(
    i32x4.all_true(v128.and(isFinite, v128.and(isSmall(low), isSmall(high)))),
    () => {
      const rest = (half: 0 | 1, quotient: Local<'v128'>): Expression<'v128'> =>
        f64x2.sub(aHalves[half], f64x2.mul(quotient, bHalves[half]));
      f.set(result, singlesOfDoubles([rest(0, low), rest(1, high)]));
    },
    () => eachLane(f, [a, b], [result], ([x, y]) => (x && y ? [remainderInSteps(f, x, y)] : [])),
  );
  return result;
}

/** a mod b of two singles, whatever they are. */
function remainderInSteps(f: FunctionBuilder, a: Expression<'f32'>, b: Expression<'f32'>): Expression<'f32'> {
  const rest = f.local('f64', f64.abs(f64.promote_f32(a)));
  const divisor = f.local('f64', f64.abs(f64.promote_f32(b)));
  const multiple = f.local('f64');
  const result = f.local('f64', Number.NaN);
  f.if(i32.and(f64.lt(rest, Number.POSITIVE_INFINITY), f64.gt(divisor, 0)), () => {
    f.while(f64.ge(rest, divisor), () => {
      f.set(multiple, divisor);
      f.while(f64.ge(f64.div(rest, multiple), largestQuotient), () =>
        f.set(multiple, f64.mul(multiple, largestQuotient)),
      );
      f.set(rest, f64.sub(rest, f64.mul(f64.trunc(f64.div(rest, multiple)), multiple)));
    });
    f.set(result, f64.copysign(rest, f64.promote_f32(a)));
    const isOnOtherSide = i32.ne(f64.lt(result, 0), f64.lt(f64.promote_f32(b), 0));
    f.if(i32.and(f64.ne(result, 0), isOnOtherSide), () => f.set(result, f64.add(result, f64.promote_f32(b))));
  });
  return f32.demote_f64(result);
}
