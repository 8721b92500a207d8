/** x where x >= 0, and e^x - 1 below. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { expm1 } from './expm1.js';

/** elu of four singles, within 0.9 units in the last place. */
export function elu(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  return v128.bitselect(expm1(f, x), x, f32x4.lt(x, f.splatF32(0)));
}
