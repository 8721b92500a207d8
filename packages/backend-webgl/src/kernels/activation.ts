/**
 * Elu, selu, softplus and expm1. tfjs's shaders turn NaN into infinity on some devices, and lose the digits of small
 * results to the 1 that they add or subtract.
 */
import { Elu, Expm1, type KernelConfig, Selu, Softplus } from '@tensorflow/tfjs-core';
import { defineUnaryKernel } from './define-unary-kernel.js';

/** exp(x) - 1; the series, nine terms by Horner's rule, is right to 2^-26 for |x| up to 0.5. */
const expm1Code = `
  float expm1(float x) {
    if (abs(x) > 0.5) return exp(x) - 1.0;
    float sum = 1.0;
    for (int n = 9; n > 1; n--) sum = 1.0 + x * sum / float(n);
    return x * sum;
  }`;

/** log(1 + e) for e >= 0; the series is right to 2^-22 below 0.01. */
const log1pCode = `
  float log1pOfPositive(float e) {
    return e > 0.01 ? log(1.0 + e) : e * (1.0 + e * (e / 3.0 - 0.5));
  }`;

export const eluKernel: KernelConfig = defineUnaryKernel(Elu, 'x >= 0.0 ? x : expm1(x)', expm1Code);

/** Slope and scale of Klambauer et al. (2017), as in tfjs's other kernels. */
export const seluKernel: KernelConfig = defineUnaryKernel(
  Selu,
  'x >= 0.0 ? 1.0507009873554805 * x : 1.7580993408473768 * expm1(x)',
  expm1Code,
);

export const expm1Kernel: KernelConfig = defineUnaryKernel(Expm1, 'expm1(x)', expm1Code);

/** max(x, 0) + log(1 + exp(-|x|)). */
export const softplusKernel: KernelConfig = defineUnaryKernel(
  Softplus,
  'max(x, 0.0) + log1pOfPositive(exp(-abs(x)))',
  log1pCode,
);
