/** The inverse error function, from which normal draws are made. */
import { add, greater, log, mul, sqrt, sub, type Tensor, tidy, where } from '@tensorflow/tfjs-core';

/** Coefficients of the central region, w < 5, highest power first. */
const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
] as const;

/** Coefficients of the tails, w >= 5, highest power first. */
const tail = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
] as const;

/**
 * x such that erf(x) = y, in single precision.
 *
 * @param y - float32 in (-1, 1), any shape.
 * @returns float32, the shape of `y`.
 * @see M. Giles: "Approximating the erfinv function", GPU Computing Gems (2011), table of single precision.
 */
export function erfInv(y: Tensor): Tensor {
  return tidy(() => {
    const w = mul(log(mul(sub(1, y), add(1, y))), -1);
    const isTail = greater(w, 5);
    const inner = polynomial(central, sub(w, 2.5));
    const outer = polynomial(tail, sub(sqrt(w), 3));
    return mul(where(isTail, outer, inner), y);
  });
}

/** Horner's rule. */
function polynomial(coefficients: readonly number[], x: Tensor): Tensor {
  const [first = 0, second = 0, ...rest] = coefficients;
  return rest.reduce<Tensor>((sum, coefficient) => add(mul(sum, x), coefficient), add(mul(x, first), second));
}
