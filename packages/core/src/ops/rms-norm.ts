/** Normalisation by the root mean square. */
import { mean, square, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { resolveAxes } from './axes.js';
import { checkNormalization, divideByRoot, scaleAndShift } from './standardize.js';

/** Options of `rmsNorm`. */
export interface RmsNormOptions {
  /** What the result is multiplied by; its axes are those of `axis`, in the order of `x`. Default: 1. */
  readonly gamma?: Tensor;
  /** The axis or axes along which the mean square is taken. Default: -1. */
  readonly axis?: number | readonly number[];
  /** Added to the mean square; positive. Default: 1e-6 (Keras). */
  readonly epsilon?: number;
}

/**
 * Root-mean-square normalisation: y = x / sqrt(mean(x²) + epsilon) · gamma.
 *
 * @param x - float32, any rank from 1 on.
 * @returns float32, the shape of `x`.
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 * @example
 * import { rmsNorm } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * rmsNorm(tf.tensor1d([3, 4])).print(); // [0.849, 1.131]
 * @see Zhang and Sennrich: "Root Mean Square Layer Normalization" (2019)
 */
export function rmsNorm(x: Tensor, options: RmsNormOptions = {}): Tensor {
  const { axis = -1, epsilon = 1e-6 } = options;
  const axes = resolveAxes('rmsNorm', axis, x.rank);
  checkNormalization('rmsNorm', x, axes, { ...options, epsilon });
  return tidy(() => scaleAndShift(divideByRoot(x, mean(square(x), axes, true), epsilon), axes, options));
}
