/** Gradients of reductions. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient } from './gradient.js';

/** Axes of a reduction as tfjs passes them: null for all. */
type Axes = number | number[] | null;

interface AxisAttributes {
  readonly axis: Axes;
}

/** `y` with the reduced axes put back as size 1. */
function keepReducedAxes(y: tf.Tensor, x: tf.Tensor, axis: Axes): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis as number[], x.shape);
  return tf.reshape(
    y,
    x.shape.map((size, index) => (axes.includes(index) ? 1 : size)),
  );
}

/** The gradient goes to the extremes; ties share it equally (TensorFlow's and JAX's rule). */
function extremeGradient(
  kernelName: string,
  inputName: string,
  reduce: (x: tf.Tensor, axis: number[], keepDims: boolean) => tf.Tensor,
  attributeName: 'axis' | 'reductionIndices',
): tf.GradConfig {
  return defineGradient<Record<string, Axes>, [string]>(kernelName, [inputName], (dy, [x], attributes) => ({
    [inputName]: () => {
      const axis = tf.util.parseAxisParam(attributes[attributeName] as number[], x.shape);
      const isExtreme = tf.cast(tf.equal(x, reduce(x, axis, true)), 'float32');
      const share = tf.div(keepReducedAxes(dy, x, axis), tf.sum(isExtreme, axis, true));
      return tf.mul(isExtreme, share);
    },
  }));
}

/** Entries of Sum, Mean, Max and Min. */
export const reductionGradients: readonly tf.GradConfig[] = [
  defineGradient<AxisAttributes, ['x']>(tf.Sum, ['x'], (dy, [x], { axis }) => ({
    x: () => tf.broadcastTo(keepReducedAxes(dy, x, axis), x.shape),
  })),
  defineGradient<AxisAttributes, ['x']>(tf.Mean, ['x'], (dy, [x], { axis }) => ({
    x: () => {
      const count = x.size / Math.max(dy.size, 1);
      return tf.broadcastTo(tf.div(keepReducedAxes(dy, x, axis), count), x.shape);
    },
  })),
  extremeGradient(tf.Max, 'x', (x, axis, keepDims) => tf.max(x, axis, keepDims), 'reductionIndices'),
  extremeGradient(tf.Min, 'x', (x, axis, keepDims) => tf.min(x, axis, keepDims), 'axis'),
];
