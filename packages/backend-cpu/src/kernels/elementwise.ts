/**
 * Elementwise kernels whose arithmetic upstream leaves to the numbers of JavaScript: integers must wrap modulo 2^32,
 * and the powers and remainders of infinity are those of IEEE 754 and of Python.
 */
import { broadcastIndex, type DType, hostZeros, sizeOf } from '@isograd/core';
import {
  Abs,
  broadcast_util,
  type KernelConfig,
  Mod,
  Pow,
  Square,
  SquaredDifference,
  upcastType,
} from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

type UnaryFunction = (x: number) => number;
type BinaryFunction = (a: number, b: number) => number;

function unary(kernelName: string, functionOf: (dtype: DType) => UnaryFunction): KernelConfig {
  return defineKernel<{ readonly x: HostTensor }, object>(kernelName, ({ x }) => {
    const compute = functionOf(x.dtype);
    const values = hostZeros(x.dtype, x.values.length);
    for (let index = 0; index < values.length; index++) values[index] = compute(x.values[index] as number);
    return { shape: x.shape, dtype: x.dtype, values };
  });
}

function binary(kernelName: string, functionOf: (dtype: DType) => BinaryFunction): KernelConfig {
  return defineKernel<{ readonly a: HostTensor; readonly b: HostTensor }, object>(kernelName, ({ a, b }) => {
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const dtype = upcastType(a.dtype, b.dtype) as DType;
    const compute = functionOf(dtype);
    const [aIndex, bIndex] = [broadcastIndex(a.shape, shape), broadcastIndex(b.shape, shape)];
    const values = hostZeros(dtype, sizeOf(shape));
    for (let index = 0; index < values.length; index++) {
      values[index] = compute(a.values[aIndex(index)] as number, b.values[bIndex(index)] as number);
    }
    return { shape, dtype, values };
  });
}

const integerSquare: UnaryFunction = (x) => Math.imul(x, x);

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
const remainder: BinaryFunction = (a, b) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

const difference: BinaryFunction = (a, b) => (a - b) * (a - b);
const integerDifference: BinaryFunction = (a, b) => integerSquare(a - b);

const forFloats =
  <F>(ofFloats: F, ofIntegers: F) =>
  (dtype: DType): F =>
    dtype === 'float32' ? ofFloats : ofIntegers;

/** The kernels of this file. */
export const elementwiseKernels: readonly KernelConfig[] = [
  unary(Abs, () => Math.abs),
  unary(
    Square,
    forFloats((x: number) => x * x, integerSquare),
  ),
  binary(Mod, () => remainder),
  binary(Pow, forFloats(power, integerPower)),
  binary(SquaredDifference, forFloats(difference, integerDifference)),
];
