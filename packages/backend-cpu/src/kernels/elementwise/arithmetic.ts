/**
 * Arithmetic of two operands that upstream leaves to the numbers of JavaScript: integers must wrap modulo 2^32, the
 * powers and remainders of infinity are those of IEEE 754 and of Python, and complex numbers must be broadcast.
 */
import { Add, FloorDiv, type KernelConfig, Mod, Multiply, Pow, SquaredDifference, Sub } from '@tensorflow/tfjs-core';
import { complexProduct, eachPart, withComplex } from './complex-arithmetic.js';
import { type BinaryLoop, binary, eachPair, forFloats } from './define-elementwise.js';

type BinaryFunction = (a: number, b: number) => number;

const sum: BinaryLoop = (a, b, values, { start, length, aStart, aStep, bStart, bStep }) => {
  for (let i = 0; i < length; i++) {
    values[start + i] = (a[aStart + i * aStep] as number) + (b[bStart + i * bStep] as number);
  }
};

const difference: BinaryLoop = (a, b, values, { start, length, aStart, aStep, bStart, bStep }) => {
  for (let i = 0; i < length; i++) {
    values[start + i] = (a[aStart + i * aStep] as number) - (b[bStart + i * bStep] as number);
  }
};

const product: BinaryLoop = (a, b, values, { start, length, aStart, aStep, bStart, bStep }) => {
  for (let i = 0; i < length; i++) {
    values[start + i] = (a[aStart + i * aStep] as number) * (b[bStart + i * bStep] as number);
  }
};

/** In IEEE 754, unlike in JavaScript, 1 to any power is 1, and so is -1 to an infinite one. */
const power: BinaryFunction = (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b);

/** By squaring, modulo 2^32; the quotient rounded towards zero for negative exponents. */
const integerPower: BinaryFunction = (a, b) => {
  if (b < 0) return Math.trunc(a ** b);
  let result = 1;
  let square = a;
  for (let rest = b; rest > 0; rest >>>= 1) {
    if (rest & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
};

/** The remainder with the sign of the divisor, as of Python and TensorFlow. */
const remainder = eachPair((a, b) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
});

const quotient = eachPair((a, b) => Math.floor(a / b));

const squaredDifference: BinaryFunction = (a, b) => (a - b) * (a - b);
const integerSquaredDifference: BinaryFunction = (a, b) => Math.imul(a - b, a - b);

/** The kernels of this file. */
export const arithmeticKernels: readonly KernelConfig[] = [
  withComplex(
    binary(Add, () => sum),
    eachPart(sum),
  ),
  withComplex(
    binary(Sub, () => difference),
    eachPart(difference),
  ),
  withComplex(binary(Multiply, forFloats(product, eachPair(Math.imul))), complexProduct),
  binary(FloorDiv, () => quotient),
  binary(Mod, () => remainder),
  binary(Pow, forFloats(eachPair(power), eachPair(integerPower))),
  binary(SquaredDifference, forFloats(eachPair(squaredDifference), eachPair(integerSquaredDifference))),
];
