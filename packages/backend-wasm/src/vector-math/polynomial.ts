/**
 * c₀ + c₁ x + c₂ x² + …, as a polynomial in x² whose coefficients are c₀ + c₁ x, c₂ + c₃ x, …: as many operations as in
 * Horner's rule, but half of them need not wait for the others.
 *
 * @see D. E. Knuth: "The Art of Computer Programming", volume 2, section 4.6.4, on Horner's rule of second order
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4 } from '../assembler/operators.js';

/**
 * The polynomial of four singles.
 *
 * @param coefficients - From the constant on; at least three.
 * @param square - x², where it is known.
 */
export function polynomial(
  f: FunctionBuilder,
  x: Local<'v128'>,
  coefficients: readonly number[],
  square: Local<'v128'> = f.local('v128', f32x4.mul(x, x)),
): Expression<'v128'> {
  const pairs = coefficients.flatMap((even, index) => {
    if (index % 2 === 1) return [];
    const odd = coefficients[index + 1];
    return [odd === undefined ? f.splatF32(even) : f.multiplyAdd(x, f.splatF32(odd), f.splatF32(even))];
  });
  return pairs.reduceRight((sum, pair) => f.multiplyAdd(sum, square, pair));
}
