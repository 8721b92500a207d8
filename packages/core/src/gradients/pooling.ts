/** Gradients of 2-D pooling. */
import * as tf from '@tensorflow/tfjs-core';
import { type PoolingAttributes, poolingInfo } from '../kernels/pooling-geometry.js';
import { defineGradient } from './gradient.js';

function runPoolKernel(kernelName: string, inputs: tf.NamedTensorMap, attributes: PoolingAttributes): tf.Tensor {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  return tf
    .engine()
    .runKernel(kernelName, inputs, { filterSize, strides, pad, dimRoundingMode } as object as tf.NamedAttrMap);
}

/** `dy` of each window, at the first maximum of it. */
function maxPoolGradient(dy: tf.Tensor, x: tf.Tensor, attributes: PoolingAttributes): tf.Tensor {
  const output = runPoolKernel(tf.MaxPool, { x }, attributes);
  return runPoolKernel(tf.MaxPoolGrad, { dy, input: x, output }, attributes);
}

/** Below every float32 that a window holds: what the border is filled with. */
const lowest = -3.4028234663852886e38;

/**
 * Reads from `ddx`, for each window of `x`, the element where the window has its first maximum: the transpose of
 * MaxPoolGrad, position by position of the window, so that overlapping windows do not meet.
 */
function readAtMaxima(ddx: tf.Tensor, x: tf.Tensor, attributes: PoolingAttributes): tf.Tensor {
  const info = poolingInfo(x.shape, attributes);
  const { top, left } = info.padInfo;
  const height = (info.outHeight - 1) * info.strideHeight + info.filterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
  const cover = (image: tf.Tensor, value: number): tf.Tensor =>
    tf.pad(
      image,
      [
        [0, 0],
        [top, Math.max(height - top - info.inHeight, 0)],
        [left, Math.max(width - left - info.inWidth, 0)],
        [0, 0],
      ],
      value,
    );
  const [coveredX, coveredDdx] = [cover(x, lowest), cover(ddx, 0)];
  const y = runPoolKernel(tf.MaxPool, { x }, attributes);
  let isOpen = tf.onesLike(y);
  let total = tf.zerosLike(y);
  for (let row = 0; row < info.filterHeight; row++) {
    for (let column = 0; column < info.filterWidth; column++) {
      const read = (image: tf.Tensor): tf.Tensor =>
        tf.stridedSlice(
          image,
          [0, row, column, 0],
          [
            info.batchSize,
            row + height - info.filterHeight + 1,
            column + width - info.filterWidth + 1,
            info.inChannels,
          ],
          [1, info.strideHeight, info.strideWidth, 1],
        );
      const isFirst = tf.mul(isOpen, tf.cast(tf.equal(read(coveredX), y), 'float32'));
      total = tf.add(total, tf.mul(isFirst, read(coveredDdx)));
      isOpen = tf.sub(isOpen, isFirst);
    }
  }
  return total;
}

/**
 * Entries of MaxPool, MaxPoolWithArgmax, MaxPoolGrad, AvgPool and AvgPoolGrad.
 *
 * Average pooling divides by the number of valid elements, forward and backward (Keras, PyTorch with
 * count_include_pad off). Average pooling is linear, so the gradient of its gradient is the pooling itself.
 */
export const poolingGradients: readonly tf.GradConfig[] = [
  defineGradient<PoolingAttributes, ['x']>(tf.MaxPool, ['x'], (dy, [x], attributes) => ({
    x: () => maxPoolGradient(dy, x, attributes),
  })),
  {
    kernelName: tf.MaxPoolWithArgmax,
    inputsToSave: ['x'],
    gradFunc: (dys, [x], attributes) => ({
      x: () =>
        maxPoolGradient(
          (dys as tf.Tensor[])[0] as tf.Tensor,
          x as tf.Tensor,
          attributes as object as PoolingAttributes,
        ),
    }),
  },
  defineGradient<PoolingAttributes, ['input', 'output']>(
    tf.MaxPoolGrad,
    ['input', 'output'],
    (ddx, [input, output], attributes) => ({
      dy: () => readAtMaxima(ddx, input, attributes),
      input: () => tf.zerosLike(input),
      output: () => tf.zerosLike(output),
    }),
  ),
  defineGradient<PoolingAttributes, ['x']>(tf.AvgPool, ['x'], (dy, [x], attributes) => ({
    x: () => runPoolKernel(tf.AvgPoolGrad, { dy, input: x }, attributes),
  })),
  defineGradient<PoolingAttributes, ['input']>(tf.AvgPoolGrad, ['input'], (ddx, [input], attributes) => ({
    dy: () => runPoolKernel(tf.AvgPool, { x: ddx }, attributes),
    input: () => tf.zerosLike(input),
  })),
];
