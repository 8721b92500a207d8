/** 1 / (1 + e^(-x)), as e^x / (1 + e^x), both sides multiplied by 2^64 lest e^x be subnormal. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4 } from '../assembler/operators.js';
import { expScale, scaledExp } from './exp.js';

/** From here on the result is 1 in single precision. */
const largest = 18;

/** The sigmoid of four singles, within 2.5 units in the last place, of subnormal results too. */
export function sigmoid(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const power = f.local('v128', scaledExp(f, f32x4.pmin(x, f.splatF32(largest))));
  return f32x4.div(power, f32x4.add(power, f.splatF32(expScale)));
}
