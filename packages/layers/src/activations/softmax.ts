/** Activations that turn the numbers along an axis into shares of one. */
import { logSoftmax as logSoftmaxOfCore, stopGradient } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { axesWithin } from '../option-checks.js';

/** Along which axes shares sum to 1. */
export interface AxisOptions {
  /** An axis, or several that are taken as one. Default: -1. */
  readonly axis?: number | readonly number[];
}

/**
 * Shares of one: e^x / Σ e^x along the axis.
 *
 * @param x - float32 of any shape with one axis at least.
 * @throws {ValueError} LAYER_OPTION
 */
export function softmax(x: tf.Tensor, options: AxisOptions = {}): tf.Tensor {
  return alongLastAxis('softmax', x, options, (rows) => tf.softmax(rows));
}

/**
 * The logarithm of softmax, finite for every finite x: x - log Σ e^x along the axis.
 *
 * @param x - float32 of any shape with one axis at least.
 * @throws {ValueError} LAYER_OPTION
 */
export function logSoftmax(x: tf.Tensor, options: AxisOptions = {}): tf.Tensor {
  return alongLastAxis('logSoftmax', x, options, (rows) => logSoftmaxOfCore(rows));
}

/**
 * Shares of one of which small ones are 0: max(x - τ, 0) along the axis, with the τ for which the results sum to 1.
 * They are the nearest point whose entries are not negative and sum to 1.
 *
 * (Keras 3.15 takes τ from sums of running sums, and its results do not sum to 1.)
 *
 * @param x - float32 of any shape with one axis at least.
 * @throws {ValueError} LAYER_OPTION
 * @see Martins and Astudillo: "From Softmax to Sparsemax" (2016)
 */
export function sparsemax(x: tf.Tensor, options: AxisOptions = {}): tf.Tensor {
  return alongLastAxis('sparsemax', x, options, (rows) => {
    const classes = rows.shape.at(-1) ?? 1;
    // Entries that lie 1 or more below the largest have no share; held there, they do no harm to the sums.
    const shifted = tf.maximum(tf.sub(rows, stopGradient(tf.max(rows, -1, true))), -1);
    const constant = stopGradient(shifted);
    const descending = tf.topk(constant, classes).values;
    const isShared = tf.greater(
      tf.add(tf.mul(descending, tf.range(1, classes + 1)), 1),
      tf.cumsum(descending, rows.rank - 1),
    );
    const hasShare = tf.cast(tf.greater(constant, thresholdOf(descending, tf.cast(isShared, 'float32'))), 'float32');
    return tf.maximum(tf.sub(shifted, thresholdOf(shifted, hasShare)), 0);
  });
}

/** τ = (Σ of the entries that have a share - 1) / their number */
function thresholdOf(x: tf.Tensor, hasShare: tf.Tensor): tf.Tensor {
  return tf.div(tf.sub(tf.sum(tf.mul(x, hasShare), -1, true), 1), tf.sum(hasShare, -1, true));
}

/** Calls `compute` with the axes moved to the end and joined, and moves them back. */
function alongLastAxis(
  where: string,
  x: tf.Tensor,
  { axis = -1 }: AxisOptions,
  compute: (rows: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const axes = axesWithin(where, 'axis', axis, x.rank);
  return tf.tidy(() => {
    if (axes.length === 1 && axes[0] === x.rank - 1) return compute(x);
    const order = [...x.shape.keys()].filter((each) => !axes.includes(each)).concat(axes);
    const moved = tf.transpose(x, order);
    const joined = tf.reshape(moved, [...moved.shape.slice(0, x.rank - axes.length), -1]);
    const back = order.map((_, position) => order.indexOf(position));
    return tf.transpose(tf.reshape(compute(joined), moved.shape), back);
  });
}
