/** c₀ + c₁ x + c₂ x² + …, by Horner's rule. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';

/** The polynomial of four singles; `coefficients` from the constant on. */
export function polynomial(f: FunctionBuilder, x: Local<'v128'>, coefficients: readonly number[]): Expression<'v128'> {
  const [leading = 0, ...lower] = coefficients.toReversed();
  return lower.reduce(
    (sum: Expression<'v128'>, coefficient) => f.multiplyAdd(sum, x, f.splatF32(coefficient)),
    f.splatF32(leading),
  );
}
