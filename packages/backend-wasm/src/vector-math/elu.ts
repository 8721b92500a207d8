/** x where x >= 0, and e^x - 1 below: the larger of the two, if no e^x - 1 is above 0, since it is never below x. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4 } from '../assembler/operators.js';
import { expm1OfNegative } from './expm1.js';

/** elu of four singles, within 1 unit in the last place. */
export function elu(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  return f32x4.pmax(x, expm1OfNegative(f, f32x4.pmin(x, f.splatF32(0))));
}
