/** Functions of one number where upstream's lose digits: of integers beyond 2^24, or of numbers near 0. */
import { Abs, backend_util, Elu, Erf, type KernelConfig, Selu, Square } from '@tensorflow/tfjs-core';
import { eachElement, forFloats, type UnaryLoop, unary } from './define-elementwise.js';
import { errorFunction } from './error-function.js';

const { SELU_SCALE, SELU_SCALEALPHA } = backend_util;

const magnitude: UnaryLoop = (x, values) => {
  for (let index = 0; index < values.length; index++) values[index] = Math.abs(x[index] as number);
};

const square: UnaryLoop = (x, values) => {
  for (let index = 0; index < values.length; index++) {
    const value = x[index] as number;
    values[index] = value * value;
  }
};

const errorFunctions = eachElement(errorFunction);
const elu = eachElement((x) => (x >= 0 ? x : Math.expm1(x)));
const selu = eachElement((x) => (x >= 0 ? SELU_SCALE * x : SELU_SCALEALPHA * Math.expm1(x)));

/** The kernels of this file. */
export const unaryKernels: readonly KernelConfig[] = [
  unary(Abs, () => magnitude),
  unary(Elu, () => elu),
  unary(Erf, () => errorFunctions),
  unary(Selu, () => selu),
  unary(
    Square,
    forFloats(
      square,
      eachElement((x) => Math.imul(x, x)),
    ),
  ),
];
