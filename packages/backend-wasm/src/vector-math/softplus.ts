/** ln(1 + e^x) = max(x, 0) + ln(1 + e^(-|x|)). */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { expOfNegative } from './exp.js';
import { lackOfLogarithm } from './logarithm.js';

/** The softplus of four singles, within 1.9 units in the last place, of subnormal results too. */
export function softplus(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const power = f.local('v128', expOfNegative(f, v128.or(x, f.splatF32(-0))));
  return f32x4.add(f32x4.sub(f32x4.pmax(x, f.splatF32(0)), lackOfLogarithm(f, power)), power);
}
