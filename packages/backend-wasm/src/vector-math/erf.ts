/**
 * The error function, 2/√π ∫₀ˣ e^(-t²) dt: near 0 as x + x P(x²), and elsewhere as 1 - q(x)⁸, where q is the eighth root
 * of its complement, which a polynomial comes near to as far as the complement counts.
 *
 * @see Abramowitz and Stegun: "Handbook of Mathematical Functions" (1964), 7.1.28, whose polynomial is the sixteenth
 * root of the reciprocal
 * @see J.-M. Muller: "Elementary Functions" (2016), section 3.3, for Remez's algorithm, which has found the coefficients
 */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';
import { polynomial } from './polynomial.js';

/** Where q takes over, and from where on the result is 1 in single precision. */
const turningPoint = 1.0625;
const largest = 4;

/** P, in x². */
const nearTerms = [0.128379077, -0.376120806, 0.112781003, -0.0266503673, 0.00484533561, -0.000533418905];

/** q, in |x|. */
const farTerms = [1.00098872, -0.145639539, -0.0605375953, -0.0120860999, 0.0132402917, -0.00254209316, 0.000156630951];

/** erf x of four singles, within 2.5 units in the last place. */
export function erf(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const square = f.local('v128', f32x4.mul(x, x));
  const near = f.local('v128', f.multiplyAdd(x, polynomial(f, square, nearTerms), x));
  const magnitude = f.local('v128', f32x4.pmin(f32x4.abs(x), f.splatF32(largest)));
  const root = f.local('v128', polynomial(f, magnitude, farTerms));
  const secondPower = f.local('v128', f32x4.mul(root, root));
  const fourthPower = f.local('v128', f32x4.mul(secondPower, secondPower));
  const complement = f32x4.mul(fourthPower, fourthPower);
  const far = v128.or(f32x4.sub(f.splatF32(1), complement), v128.and(x, f.splatF32(-0)));
  return v128.bitselect(near, far, f32x4.lt(magnitude, f.splatF32(turningPoint)));
}
