/** Gradients of kernels that read an axis by steps, or from its edges inwards. */
import * as tf from '@tensorflow/tfjs-core';
import { type StridedSliceAttributes, stridedBox } from '../kernels/strided-box.js';
import { isolateAxis, padAxis, sliceAxis, unstride, withAxis } from './axis.js';
import { defineGradient } from './gradient.js';

interface MirrorPadAttributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly mode: 'reflect' | 'symmetric';
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
      const { begin, strides, size } = stridedBox(x.shape, attributes);
      return x.shape.reduce(
        (spread, total, axis) => unstride(spread, axis, total, begin[axis] ?? 0, strides[axis] ?? 1),
        tf.reshape(dy, [...size]) as tf.Tensor,
      );
    },
  })),
  defineGradient<MirrorPadAttributes, []>(tf.MirrorPad, [], (dy, _saved, { paddings, mode }) => ({
    x: () => paddings.reduce((folded, amounts, axis) => foldEdges(folded, axis, amounts, mode), dy),
  })),
];
