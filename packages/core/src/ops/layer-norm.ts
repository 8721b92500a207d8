/** Normalisation of each example by itself. */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { resolveAxes } from './axes.js';
import { checkNormalization, type ScaleAndShift, scaleAndShift, standardize } from './standardize.js';

/** Options of `layerNorm`. */
export interface LayerNormOptions extends ScaleAndShift {
  /** The axis or axes along which mean and variance are taken; `gamma` and `beta` have these, in the order of `x`. Default: -1. */
  readonly axis?: number | readonly number[];
  /** Added to the variance; positive. Default: 1e-3 (Keras; PyTorch has 1e-5). */
  readonly epsilon?: number;
}

/**
 * Layer normalisation.
 *
 * y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the biased variance σ² of `x` along `axis`.
 *
 * @param x - float32, any rank from 1 on.
 * @returns float32, the shape of `x`.
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 * @example
 * import { layerNorm } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * layerNorm(tf.tensor2d([[1, 2, 3]]), { gamma: tf.ones([3]), beta: tf.zeros([3]), epsilon: 1e-5 }).print();
 * @see Ba, Kiros and Hinton: "Layer Normalization" (2016)
 */
export function layerNorm(x: Tensor, options: LayerNormOptions = {}): Tensor {
  const { axis = -1, epsilon = 1e-3 } = options;
  const axes = resolveAxes('layerNorm', axis, x.rank);
  checkNormalization('layerNorm', x, axes, { ...options, epsilon });
  return tidy(() => scaleAndShift(standardize(x, axes, epsilon), axes, options));
}
