/** Gradients of the binary kernels, which broadcast, and of sums of several tensors. */
import {
  Add,
  AddN,
  add,
  Atan2,
  complex,
  div,
  equal,
  FloorDiv,
  type GradConfig,
  greater,
  greaterEqual,
  imag,
  less,
  log,
  Maximum,
  Minimum,
  Mod,
  Multiply,
  mul,
  neg,
  floor,
  onesLike,
  Pow,
  pow,
  RealDiv,
  real,
  SquaredDifference,
  square,
  Sub,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { asFloat, byParts, defineGradient, defineZeroGradient, passOn, sumToShape } from './gradient.js';

/** An entry for inputs `a` and `b` whose partial derivatives multiply `dy`. */
function defineBinaryGradient(
  kernelName: string,
  partialA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  partialB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): GradConfig {
  return defineGradient(kernelName, ['a', 'b'], (dy, [a, b]) => ({
    a: () => sumToShape(partialA(dy, a, b), a.shape),
    b: () => sumToShape(partialB(dy, a, b), b.shape),
  }));
}

/** The factor of a gradient: the conjugate of a complex number, a real number in float32. */
const conjugate = (x: Tensor): Tensor => (x.dtype === 'complex64' ? complex(real(x), neg(imag(x))) : asFloat(x));

/** d a^b / db = a^b log a, where a^b = 0 at a = 0 makes it 0 (TensorFlow's rule). */
function powByExponent(dy: Tensor, a: Tensor, b: Tensor): Tensor {
  const isPositive = greater(a, 0);
  const logA = where(isPositive, log(where(isPositive, a, onesLike(a))), zerosLike(a));
  return mul(dy, mul(pow(a, b), logA));
}

/** d a^b / da = b a^(b-1), and 0 where b is 0, so that 0 * 0^-1 is not NaN. */
function powByBase(dy: Tensor, a: Tensor, b: Tensor): Tensor {
  const exponent = where(equal(b, 0), onesLike(b), b);
  return mul(dy, mul(b, pow(a, sub(exponent, 1))));
}

/** Entries of Add, AddN, Sub, Multiply, RealDiv, FloorDiv, Mod, Pow, Atan2, Maximum, Minimum and SquaredDifference. */
export const arithmeticGradients: readonly GradConfig[] = [
  defineBinaryGradient(
    Add,
    (dy) => dy,
    (dy) => dy,
  ),
  {
    kernelName: AddN,
    saveAllInputs: true,
    gradFunc: (dy, saved) => Object.fromEntries(saved.map((_, index) => [index, () => passOn(dy as Tensor)])),
  },
  defineBinaryGradient(
    Sub,
    (dy) => dy,
    (dy) => byParts(neg, dy),
  ),
  defineBinaryGradient(
    Multiply,
    (dy, _a, b) => mul(dy, conjugate(b)),
    (dy, a) => mul(dy, conjugate(a)),
  ),
  defineBinaryGradient(
    RealDiv,
    (dy, _a, b) => div(dy, asFloat(b)),
    (dy, a, b) => neg(div(mul(dy, asFloat(a)), square(asFloat(b)))),
  ),
  defineZeroGradient(FloorDiv, ['a', 'b']),
  defineBinaryGradient(
    Mod,
    (dy) => dy,
    (dy, a, b) => neg(mul(dy, floor(div(a, b)))),
  ),
  defineBinaryGradient(Pow, powByBase, powByExponent),
  defineBinaryGradient(
    Atan2,
    (dy, a, b) => mul(dy, div(b, add(square(a), square(b)))),
    (dy, a, b) => neg(mul(dy, div(a, add(square(a), square(b))))),
  ),
  defineBinaryGradient(
    Maximum,
    (dy, a, b) => mul(dy, asFloat(greaterEqual(a, b))),
    (dy, a, b) => mul(dy, asFloat(less(a, b))),
  ),
  defineBinaryGradient(
    Minimum,
    (dy, a, b) => mul(dy, sub(1, asFloat(greater(a, b)))),
    (dy, a, b) => mul(dy, asFloat(greater(a, b))),
  ),
  defineBinaryGradient(
    SquaredDifference,
    (dy, a, b) => mul(dy, mul(2, sub(a, b))),
    (dy, a, b) => mul(dy, mul(2, sub(b, a))),
  ),
];
