/** Windows that slide over an image: the elements at one place of all of them, as one tensor. */
import * as tf from '@tensorflow/tfjs-core';
import { isolateAxis, padAxis, sliceAxis, unstride, withAxis } from './axis.js';

/** The windows along one axis: `count` of `size` elements, `stride` apart, the first `before` ahead of the image. */
export interface Windows {
  readonly axis: number;
  readonly total: number;
  readonly count: number;
  readonly size: number;
  readonly stride: number;
  readonly before: number;
  /** Distance of the elements of a window. Default: 1. */
  readonly dilation?: number;
}

/** Below every float32 that a window holds: what the border is filled with. */
const lowest = -3.4028234663852886e38;

/** The size of an axis that has room for every window. */
const roomFor = ({ count, size, stride, before, total, dilation = 1 }: Windows): number =>
  Math.max((count - 1) * stride + (size - 1) * dilation + 1, before + total);

/** The places of a window, in row-major order: one index an axis. */
export function placesOf(axes: readonly Windows[]): readonly (readonly number[])[] {
  return axes.reduce<readonly (readonly number[])[]>(
    (list, { size }) => list.flatMap((place) => Array.from({ length: size }, (_, next) => [...place, next])),
    [[]],
  );
}

/** `x` with a border of the lowest number, as wide as the windows need. */
export function withBorder(x: tf.Tensor, axes: readonly Windows[]): tf.Tensor {
  return axes.reduce<tf.Tensor>((inner, windows) => {
    const { axis, before, total } = windows;
    const size = roomFor(windows);
    const bordered = padAxis(isolateAxis(inner, axis), before, size - before - total, lowest);
    return tf.reshape(bordered, withAxis(inner.shape, axis, size));
  }, x);
}

/** What `withBorder` has put its border around. */
export function withoutBorder(x: tf.Tensor, axes: readonly Windows[]): tf.Tensor {
  return axes.reduce<tf.Tensor>(
    (inner, { axis, before, total }) =>
      tf.reshape(sliceAxis(isolateAxis(inner, axis), before, total), withAxis(inner.shape, axis, total)),
    x,
  );
}

/** The elements at one place of every window of an image with its border. */
export function readPlace(x: tf.Tensor, axes: readonly Windows[], place: readonly number[]): tf.Tensor {
  return axes.reduce<tf.Tensor>((read, { axis, count, stride, dilation = 1 }, index) => {
    const begin = (place[index] ?? 0) * dilation;
    const rows = sliceAxis(isolateAxis(read, axis), begin, (count - 1) * stride + 1);
    const steps = stride === 1 ? rows : tf.stridedSlice(rows, [0, 0, 0], rows.shape, [1, stride, 1]);
    return tf.reshape(steps, withAxis(read.shape, axis, count));
  }, x);
}

/** The transpose of `readPlace`: an image with its border that is zero but at one place of every window. */
export function writePlace(values: tf.Tensor, axes: readonly Windows[], place: readonly number[]): tf.Tensor {
  return axes.reduce<tf.Tensor>((spread, windows, index) => {
    const { axis, stride, dilation = 1 } = windows;
    return unstride(spread, axis, roomFor(windows), (place[index] ?? 0) * dilation, stride);
  }, values);
}
