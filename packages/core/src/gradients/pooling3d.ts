/**
 * Gradients of 3-D pooling, without the kernels that tfjs has for them: those are wrong for negative maxima and for
 * windows that reach over the border.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type AxisWeights, isolateAxis, padAxis, sliceAxis, transposedMap, unstride, withAxis } from './axis.js';
import { defineGradient } from './gradient.js';

type Triple = [number, number, number];

interface Pooling3DAttributes {
  readonly filterSize: number | Triple;
  readonly strides: number | Triple;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The windows along one axis: `count` of `size` elements, `stride` apart, the first `before` ahead of the image. */
interface Windows {
  readonly axis: number;
  readonly total: number;
  readonly count: number;
  readonly size: number;
  readonly stride: number;
  readonly before: number;
}

/** Windows along depth, height and width, as tfjs computes them. */
function windowsOf(x: tf.Tensor, attributes: Pooling3DAttributes): readonly Windows[] {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const info = tf.backend_util.computePool3DInfo(
    x.shape as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
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

/** Below every float32 that a window holds: what the border is filled with. */
const lowest = -3.4028234663852886e38;

/** The size of an axis that has room for every window. */
const roomFor = ({ count, size, stride, before, total }: Windows): number =>
  Math.max((count - 1) * stride + size, before + total);

/** `x` with a border of the lowest number, as wide as the windows need. */
function withBorder(x: tf.Tensor, axes: readonly Windows[]): tf.Tensor {
  return axes.reduce<tf.Tensor>((inner, windows) => {
    const { axis, before, total } = windows;
    const size = roomFor(windows);
    const bordered = padAxis(isolateAxis(inner, axis), before, size - before - total, lowest);
    return tf.reshape(bordered, withAxis(inner.shape, axis, size));
  }, x);
}

/** The elements at one place of every window. */
function readPlace(x: tf.Tensor, axes: readonly Windows[], place: readonly number[]): tf.Tensor {
  return axes.reduce<tf.Tensor>((read, { axis, count, stride }, index) => {
    const rows = sliceAxis(isolateAxis(read, axis), place[index] ?? 0, (count - 1) * stride + 1);
    const steps = stride === 1 ? rows : tf.stridedSlice(rows, [0, 0, 0], rows.shape, [1, stride, 1]);
    return tf.reshape(steps, withAxis(read.shape, axis, count));
  }, x);
}

/** The gradient of each window goes to its first maximum in row-major order. */
function toMaxima(dy: tf.Tensor, x: tf.Tensor, axes: readonly Windows[]): tf.Tensor {
  const bordered = withBorder(x, axes);
  const places = axes.reduce<readonly (readonly number[])[]>(
    (list, { size }) => list.flatMap((place) => Array.from({ length: size }, (_, next) => [...place, next])),
    [[]],
  );
  const elements = places.map((place) => readPlace(bordered, axes, place));
  const y = elements.reduce((largest, element) => tf.maximum(largest, element));
  let isOpen = tf.onesLike(y);
  let total = tf.zerosLike(bordered);
  places.forEach((place, index) => {
    const isFirst = tf.mul(isOpen, tf.cast(tf.equal(elements[index] as tf.Tensor, y), 'float32'));
    isOpen = tf.sub(isOpen, isFirst);
    const share = axes.reduce<tf.Tensor>(
      (spread, windows, axis) => unstride(spread, windows.axis, roomFor(windows), place[axis] ?? 0, windows.stride),
      tf.mul(dy, isFirst),
    );
    total = tf.add(total, share);
  });
  return axes.reduce<tf.Tensor>(
    (inner, { axis, before, total: size }) =>
      tf.reshape(sliceAxis(isolateAxis(inner, axis), before, size), withAxis(inner.shape, axis, size)),
    total,
  );
}

/** Entries of AvgPool3D and MaxPool3D. */
export const pooling3dGradients: readonly tf.GradConfig[] = [
  defineGradient<Pooling3DAttributes, ['x']>(tf.AvgPool3D, ['x'], (dy, [x], attributes) => ({
    x: () =>
      windowsOf(x, attributes).reduce<tf.Tensor>(
        (spread, windows) => transposedMap(spread, windows.axis, meanWeights(windows), windows.total),
        dy,
      ),
  })),
  defineGradient<Pooling3DAttributes, ['x']>(tf.MaxPool3D, ['x'], (dy, [x], attributes) => ({
    x: () => toMaxima(dy, x, windowsOf(x, attributes)),
  })),
];
