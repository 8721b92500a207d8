/** Activations in straight pieces that bend at one or two points. */
import * as tf from '@tensorflow/tfjs-core';
import { finiteNumber, nonNegativeNumber } from '../option-checks.js';

/** Options of `relu`, with Keras's names. */
export interface ReluFunctionOptions {
  /** Slope below `threshold`. Default: 0. */
  readonly negativeSlope?: number;
  /** Largest result; at least 0. Default: none. */
  readonly maxValue?: number;
  /** Inputs up to here give 0, or `negativeSlope` times their distance from it. Default: 0. */
  readonly threshold?: number;
}

/** Options of `threshold`, with Keras's names. */
export interface ThresholdOptions {
  /** Inputs above pass. */
  readonly threshold: number;
  /** Takes the place of the others. */
  readonly defaultValue: number;
}

/**
 * The rectifier: min(x, maxValue) where x > threshold, negativeSlope · (x - threshold) elsewhere; max(x, 0) by
 * default.
 *
 * @param x - float32 of any shape.
 * @throws {ValueError} LAYER_OPTION
 */
export function relu(x: tf.Tensor, options: ReluFunctionOptions = {}): tf.Tensor {
  const slope = finiteNumber('relu', 'negativeSlope', options.negativeSlope ?? 0);
  const threshold = finiteNumber('relu', 'threshold', options.threshold ?? 0);
  const maxValue = options.maxValue === undefined ? undefined : nonNegativeNumber('relu', 'maxValue', options.maxValue);
  if (threshold === 0 && maxValue === undefined) return slope === 0 ? tf.relu(x) : tf.leakyRelu(x, slope);
  return tf.tidy(() => {
    const above = threshold === 0 ? tf.relu(x) : zeroWhere(tf.lessEqual(x, threshold), x);
    const limited = maxValue === undefined ? above : tf.clipByValue(above, 0, maxValue);
    return slope === 0 ? limited : tf.sub(limited, tf.mul(tf.relu(tf.sub(threshold, x)), slope));
  });
}

/** The rectifier up to 6: min(max(x, 0), 6), float32 of any shape. */
export function relu6(x: tf.Tensor): tf.Tensor {
  return tf.relu6(x);
}

/**
 * The rectifier with a slope: x where x > 0, negativeSlope · x elsewhere.
 *
 * @param x - float32 of any shape.
 * @param options - `negativeSlope`: default 0.2, as of Keras 3's function; its layer and tfjs-layers take 0.3.
 * @throws {ValueError} LAYER_OPTION
 */
export function leakyRelu(x: tf.Tensor, options: { readonly negativeSlope?: number } = {}): tf.Tensor {
  return tf.leakyRelu(x, finiteNumber('leakyRelu', 'negativeSlope', options.negativeSlope ?? 0.2));
}

/**
 * Replaces what is small: x where x > threshold, `defaultValue` elsewhere.
 *
 * @param x - float32 of any shape.
 * @throws {ValueError} LAYER_OPTION
 */
export function threshold(x: tf.Tensor, options: ThresholdOptions): tf.Tensor {
  const bound = finiteNumber('threshold', 'threshold', options.threshold);
  const defaultValue = finiteNumber('threshold', 'defaultValue', options.defaultValue);
  return tf.tidy(() => tf.where(tf.lessEqual(x, bound), tf.fill(x.shape, defaultValue), x));
}

/** A tanh of straight pieces: min(max(x, -1), 1), float32 of any shape. */
export function hardTanh(x: tf.Tensor): tf.Tensor {
  return tf.clipByValue(x, -1, 1);
}

/**
 * Drops what is near 0: x where |x| > threshold, 0 elsewhere.
 *
 * @param x - float32 of any shape.
 * @param options - `threshold`: at least 0. Default: 0.5.
 * @throws {ValueError} LAYER_OPTION
 */
export function hardShrink(x: tf.Tensor, options: { readonly threshold?: number } = {}): tf.Tensor {
  const bound = nonNegativeNumber('hardShrink', 'threshold', options.threshold ?? 0.5);
  return tf.tidy(() => zeroWhere(tf.lessEqual(tf.abs(x), bound), x));
}

/**
 * Takes x towards 0 by as much as `threshold`: x - threshold above, x + threshold below, 0 between.
 *
 * @param x - float32 of any shape.
 * @param options - `threshold`: at least 0. Default: 0.5.
 * @throws {ValueError} LAYER_OPTION
 */
export function softShrink(x: tf.Tensor, options: { readonly threshold?: number } = {}): tf.Tensor {
  const bound = nonNegativeNumber('softShrink', 'threshold', options.threshold ?? 0.5);
  return tf.tidy(() => tf.sub(x, tf.clipByValue(x, -bound, bound)));
}

/** x with zeros at some places; a product with a mask would make NaN of infinities there, and a select on `x > …` 0 of NaN. */
function zeroWhere(condition: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.where(condition, tf.zerosLike(x), x);
}
