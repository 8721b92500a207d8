/**
 * Gradients of 3-D pooling, without the kernels that tfjs has for them: those are wrong for negative maxima and for
 * windows that reach over the border.
 */
import * as tf from '@tensorflow/tfjs-core';
import { poolingVolume, type VolumePoolingAttributes } from '../kernels/volume-geometry.js';
import { type AxisWeights, transposedMap } from './axis.js';
import { defineGradient } from './gradient.js';
import { placesOf, readPlace, type Windows, withBorder, withoutBorder, writePlace } from './windows.js';

/** Windows along depth, height and width. */
function windowsOf(x: tf.Tensor, attributes: VolumePoolingAttributes): readonly Windows[] {
  const info = poolingVolume(x.shape, attributes);
  const { front, top, left } = info.padInfo;
  return [
    {
      axis: 1,
      total: info.inDepth,
      count: info.outDepth,
      size: info.filterDepth,
      stride: info.strideDepth,
      before: front,
    },
    {
      axis: 2,
      total: info.inHeight,
      count: info.outHeight,
      size: info.filterHeight,
      stride: info.strideHeight,
      before: top,
    },
    {
      axis: 3,
      total: info.inWidth,
      count: info.outWidth,
      size: info.filterWidth,
      stride: info.strideWidth,
      before: left,
    },
  ];
}

/** The mean of the elements of each window that lie in the image: a product of one mean an axis. */
function meanWeights({ total, count, size, stride, before }: Windows): AxisWeights {
  return Array.from({ length: count }, (_, index) => {
    const start = Math.max(index * stride - before, 0);
    const end = Math.min(index * stride - before + size, total);
    return new Float32Array(total).fill(1 / (end - start), start, end);
  });
}

/** The gradient of each window goes to its first maximum in row-major order. */
function toMaxima(dy: tf.Tensor, x: tf.Tensor, axes: readonly Windows[]): tf.Tensor {
  const bordered = withBorder(x, axes);
  const places = placesOf(axes);
  const elements = places.map((place) => readPlace(bordered, axes, place));
  const y = elements.reduce((largest, element) => tf.maximum(largest, element));
  let isOpen = tf.onesLike(y);
  let total = tf.zerosLike(bordered);
  places.forEach((place, index) => {
    const isFirst = tf.mul(isOpen, tf.cast(tf.equal(elements[index] as tf.Tensor, y), 'float32'));
    isOpen = tf.sub(isOpen, isFirst);
    total = tf.add(total, writePlace(tf.mul(dy, isFirst), axes, place));
  });
  return withoutBorder(total, axes);
}

function runPoolKernel(kernelName: string, inputs: tf.NamedTensorMap, attributes: VolumePoolingAttributes): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, { dataFormat: 'NDHWC', ...attributes });
}

/** Entries of AvgPool3D and MaxPool3D, and of their gradients, which are linear in `dy`. */
export const pooling3dGradients: readonly tf.GradConfig[] = [
  defineGradient<VolumePoolingAttributes, ['x']>(tf.AvgPool3D, ['x'], (dy, [x], attributes) => ({
    x: () =>
      windowsOf(x, attributes).reduce<tf.Tensor>(
        (spread, windows) => transposedMap(spread, windows.axis, meanWeights(windows), windows.total),
        dy,
      ),
  })),
  defineGradient<VolumePoolingAttributes, ['x']>(tf.MaxPool3D, ['x'], (dy, [x], attributes) => ({
    x: () => toMaxima(dy, x, windowsOf(x, attributes)),
  })),
  defineGradient<VolumePoolingAttributes, ['input']>(tf.AvgPool3DGrad, ['input'], (ddx, [input], attributes) => ({
    dy: () => runPoolKernel(tf.AvgPool3D, { x: ddx }, attributes),
    input: () => tf.zerosLike(input),
  })),
  defineGradient<VolumePoolingAttributes, ['dy', 'input', 'output']>(
    tf.MaxPool3DGrad,
    ['dy', 'input', 'output'],
    (ddx, [dy, input, output], attributes) => ({
      dy: () => tf.grad((at: tf.Tensor) => toMaxima(at, input, windowsOf(input, attributes)))(dy, ddx),
      input: () => tf.zerosLike(input),
      output: () => tf.zerosLike(output),
    }),
  ),
];
