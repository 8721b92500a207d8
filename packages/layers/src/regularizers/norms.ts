/** Regularizers by the size of a weight. */
import { abs, add, fill, mul, type Scalar, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { nonNegativeNumber } from '../option-checks.js';
import type { Regularizer } from './regularizer.js';

/** factor · Σ|w| */
const absoluteSum = (weight: Tensor, factor: number): Tensor => mul(sum(abs(weight)), factor);

/** factor · Σw² */
const squareSum = (weight: Tensor, factor: number): Tensor => mul(sum(square(weight)), factor);

/**
 * The sum of magnitudes, l1 · Σ|w|, which makes weights sparse. At a weight of 0 the gradient is 0.
 *
 * @param options - `l1`: at least 0. Default: 0.01.
 * @throws {ValueError} LAYER_OPTION
 */
export function l1(options: { readonly l1?: number } = {}): Regularizer {
  const factor = nonNegativeNumber('l1', 'l1', options.l1 ?? 0.01);
  return {
    className: 'L1',
    config: { l1: factor },
    of: (weight) => tidy(() => absoluteSum(weight, factor) as Scalar),
  };
}

/**
 * The sum of squares, l2 · Σw², which keeps weights small. (PyTorch's and optax's weight decay is half as strong for the same number.)
 *
 * @param options - `l2`: at least 0. Default: 0.01.
 * @throws {ValueError} LAYER_OPTION
 */
export function l2(options: { readonly l2?: number } = {}): Regularizer {
  const factor = nonNegativeNumber('l2', 'l2', options.l2 ?? 0.01);
  return {
    className: 'L2',
    config: { l2: factor },
    of: (weight) => tidy(() => squareSum(weight, factor) as Scalar),
  };
}

/**
 * The sum of magnitudes and that of squares: l1 · Σ|w| + l2 · Σw².
 *
 * @param options - `l1` and `l2`: at least 0. Default: 0 each, as in Keras 3, so that the name `l1l2` alone adds
 * nothing (tfjs-layers takes 0.01 each).
 * @throws {ValueError} LAYER_OPTION
 */
export function l1l2(options: { readonly l1?: number; readonly l2?: number } = {}): Regularizer {
  const absolute = nonNegativeNumber('l1l2', 'l1', options.l1 ?? 0);
  const squared = nonNegativeNumber('l1l2', 'l2', options.l2 ?? 0);
  return {
    className: 'L1L2',
    config: { l1: absolute, l2: squared },
    of: (weight) =>
      tidy(() => {
        if (absolute === 0 && squared === 0) return fill([], 0) as Scalar;
        if (absolute === 0) return squareSum(weight, squared) as Scalar;
        if (squared === 0) return absoluteSum(weight, absolute) as Scalar;
        return add(absoluteSum(weight, absolute), squareSum(weight, squared)) as Scalar;
      }),
  };
}
