/** Gradients of 2-D pooling. */
import * as tf from '@tensorflow/tfjs-core';
import type { PoolingAttributes } from '../kernels/pooling-geometry.js';
import { defineGradient } from './gradient.js';

function runPoolKernel(kernelName: string, inputs: tf.NamedTensorMap, attributes: PoolingAttributes): tf.Tensor {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  return tf
    .engine()
    .runKernel(kernelName, inputs, { filterSize, strides, pad, dimRoundingMode } as object as tf.NamedAttrMap);
}

/**
 * Entries of MaxPool, AvgPool and AvgPoolGrad.
 *
 * Average pooling divides by the number of valid elements, forward and backward (Keras, PyTorch with
 * count_include_pad off). Average pooling is linear, so the gradient of its gradient is the pooling itself.
 */
export const poolingGradients: readonly tf.GradConfig[] = [
  defineGradient<PoolingAttributes, ['x']>(tf.MaxPool, ['x'], (dy, [x], attributes) => ({
    x: () =>
      runPoolKernel(tf.MaxPoolGrad, { dy, input: x, output: runPoolKernel(tf.MaxPool, { x }, attributes) }, attributes),
  })),
  defineGradient<PoolingAttributes, ['x']>(tf.AvgPool, ['x'], (dy, [x], attributes) => ({
    x: () => runPoolKernel(tf.AvgPoolGrad, { dy, input: x }, attributes),
  })),
  defineGradient<PoolingAttributes, ['input']>(tf.AvgPoolGrad, ['input'], (ddx, [input], attributes) => ({
    dy: () => runPoolKernel(tf.AvgPool, { x: ddx }, attributes),
    input: () => tf.zerosLike(input),
  })),
];
