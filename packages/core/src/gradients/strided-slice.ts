/** Gradients of kernels that read an axis by steps, or from its edges inwards. */
import * as tf from '@tensorflow/tfjs-core';
import { isolateAxis, withAxis } from './axis.js';
import { defineGradient } from './gradient.js';

interface StridedSliceAttributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

interface MirrorPadAttributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly mode: 'reflect' | 'symmetric';
}

/** `x` with its axis filled up with zeros. */
function padAxis(x: tf.Tensor3D, before: number, after: number): tf.Tensor3D {
  return tf.pad(x, [
    [0, 0],
    [before, after],
    [0, 0],
  ]);
}

/** `size` elements of the axis from `begin` on. */
function sliceAxis(x: tf.Tensor3D, begin: number, size: number): tf.Tensor3D {
  return tf.slice(x, [0, begin, 0], [x.shape[0], size, x.shape[2]]);
}

/** Puts element i of an axis to position begin + i * stride of an axis of `total` elements, between zeros. */
function unstride(dy: tf.Tensor, axis: number, total: number, begin: number, stride: number): tf.Tensor {
  const shape = withAxis(dy.shape, axis, total);
  const count = dy.shape[axis] ?? 1;
  if (dy.size === 0) return tf.zeros(shape);
  let rows = isolateAxis(dy, axis);
  if (stride < 0) rows = tf.reverse(rows, 1);
  const step = Math.abs(stride);
  const first = stride < 0 ? begin + (count - 1) * stride : begin;
  if (step > 1) {
    const [outer, , inner] = rows.shape;
    const spaced = padAxis(tf.reshape(rows, [outer * count, 1, inner]), 0, step - 1);
    rows = sliceAxis(tf.reshape(spaced, [outer, count * step, inner]), 0, Math.min(count * step, total - first));
  }
  return tf.reshape(padAxis(rows, first, total - first - rows.shape[1]), shape);
}

/** Adds the mirrored edges of one axis to the elements that they were read from. */
function foldEdges(
  dy: tf.Tensor,
  axis: number,
  [before, after]: readonly [number, number],
  mode: MirrorPadAttributes['mode'],
): tf.Tensor {
  const rows = isolateAxis(dy, axis);
  const size = rows.shape[1] - before - after;
  const skipped = mode === 'reflect' ? 1 : 0; // reflection does not repeat the edge itself
  let folded = sliceAxis(rows, before, size);
  if (before > 0) {
    const edge = tf.reverse(sliceAxis(rows, 0, before), 1);
    folded = tf.add(folded, padAxis(edge, skipped, size - skipped - before));
  }
  if (after > 0) {
    const edge = tf.reverse(sliceAxis(rows, before + size, after), 1);
    folded = tf.add(folded, padAxis(edge, size - skipped - after, skipped));
  }
  return tf.reshape(folded, withAxis(dy.shape, axis, size));
}

/** Entries of StridedSlice and MirrorPad. */
export const stridedSliceGradients: readonly tf.GradConfig[] = [
  defineGradient<StridedSliceAttributes, ['x']>(tf.StridedSlice, ['x'], (dy, [x], attributes) => ({
    x: () => {
      const { begin, end, strides } = tf.slice_util.sliceInfo(
        x.shape,
        attributes.begin,
        attributes.end,
        attributes.strides,
        attributes.beginMask,
        attributes.endMask,
        attributes.ellipsisMask,
        attributes.newAxisMask,
        attributes.shrinkAxisMask,
      );
      const sizes = begin.map((from, axis) => {
        const stride = strides[axis] ?? 1;
        return Math.max(0, Math.ceil(((end[axis] ?? 0) - from) / stride));
      });
      return x.shape.reduce(
        (spread, total, axis) => unstride(spread, axis, total, begin[axis] ?? 0, strides[axis] ?? 1),
        tf.reshape(dy, sizes) as tf.Tensor,
      );
    },
  })),
  defineGradient<MirrorPadAttributes, []>(tf.MirrorPad, [], (dy, _saved, { paddings, mode }) => ({
    x: () => paddings.reduce((folded, amounts, axis) => foldEdges(folded, axis, amounts, mode), dy),
  })),
];
