/** Gradients of table look-up and of its transpose, the segment sum. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../messages.js';
import { sizeOf } from '../shape.js';
import { defineGradient } from './gradient.js';

interface GatherAttributes {
  readonly axis: number;
  readonly batchDims: number;
}

/** Adds each slice of `dy` to the slice of x that it was read from. */
function scatterBack(dy: tf.Tensor, x: tf.Tensor, indices: tf.Tensor, axis: number): tf.Tensor {
  const outer = x.shape.slice(0, axis);
  const inner = x.shape.slice(axis + 1);
  const rows = x.shape[axis] ?? 0;
  const flat = tf.reshape(dy, [sizeOf(outer), indices.size, sizeOf(inner)]); // [outer, indices, inner]
  const byIndex = tf.transpose(flat, [1, 0, 2]); // [indices, outer, inner]
  const sums = tf.unsortedSegmentSum(byIndex, tf.reshape(indices, [indices.size]) as tf.Tensor1D, rows); // [rows, outer, inner]
  return tf.reshape(tf.transpose(sums, [1, 0, 2]), x.shape);
}

/** Entries of GatherV2 and UnsortedSegmentSum. */
export const gatherGradients: readonly tf.GradConfig[] = [
  defineGradient<GatherAttributes, ['x', 'indices']>(
    tf.GatherV2,
    ['x', 'indices'],
    (dy, [x, indices], { axis, batchDims }) => {
      if (batchDims !== 0) throw gradientMissing(tf.GatherV2, `batchDims ${batchDims}`, 'batchDims 0');
      const [axisFromStart = 0] = tf.util.parseAxisParam(axis, x.shape);
      return {
        x: () => scatterBack(dy, x, indices, axisFromStart),
        indices: () => tf.fill(indices.shape, 0),
      };
    },
  ),
  defineGradient(tf.UnsortedSegmentSum, ['segmentIds'], (dy, [segmentIds]) => ({
    x: () => {
      const ids = segmentIds as tf.Tensor1D;
      const isInRange = tf.cast(tf.greaterEqual(ids, tf.scalar(0, 'int32')), 'float32');
      const rows = tf.gather(dy, tf.maximum(ids, tf.scalar(0, 'int32')));
      return tf.mul(rows, tf.reshape(isInRange, [ids.size, ...rows.shape.slice(1).map(() => 1)]));
    },
  })),
];
