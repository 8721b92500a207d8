/** 1 / (1 + e^(-x)), which is e^x / (1 + e^x): the one or the other by the sign of x, so that no power is infinite. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { expOfNegative } from './exp.js';

/** The sigmoid of four singles, within 2.5 units in the last place, of subnormal results too. */
export function sigmoid(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const one = f.splatF32(1);
  const power = f.local('v128', expOfNegative(f, v128.or(x, f.splatF32(-0))));
  const numerator = v128.bitselect(power, one, f32x4.lt(x, f.splatF32(0)));
  return f32x4.div(numerator, f32x4.add(power, one));
}
