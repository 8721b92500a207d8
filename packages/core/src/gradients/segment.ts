/** Gradients of sums and means of picked rows, which form segments. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient, type InputGradients } from './gradient.js';

/** Gives each picked row its segment's part of `dy`, and adds up where a row was picked more than once. */
function segmentGradient(
  kernelName: string,
  shareOf: (dy: tf.Tensor, segmentIds: tf.Tensor1D) => tf.Tensor,
): tf.GradConfig {
  return defineGradient<object, ['data', 'indices', 'segmentIds']>(
    kernelName,
    ['data', 'indices', 'segmentIds'],
    (dy, [data, indices, segmentIds]): InputGradients => ({
      data: () => {
        const shares = tf.gather(shareOf(dy, segmentIds as tf.Tensor1D), segmentIds as tf.Tensor1D);
        return tf.unsortedSegmentSum(shares, indices as tf.Tensor1D, data.shape[0] ?? 0);
      },
      indices: () => tf.fill(indices.shape, 0),
      segmentIds: () => tf.fill(segmentIds.shape, 0),
    }),
  );
}

/** Each segment's gradient, divided by the number of its rows. */
function meanShare(dy: tf.Tensor, segmentIds: tf.Tensor1D): tf.Tensor {
  const segments = dy.shape[0] ?? 0;
  const rows = tf.unsortedSegmentSum(tf.ones([segmentIds.size]), segmentIds, segments);
  const perRow = tf.reshape(tf.maximum(rows, 1), [segments, ...dy.shape.slice(1).map(() => 1)]);
  return tf.div(dy, perRow);
}

/** Entries of SparseSegmentSum and SparseSegmentMean. */
export const segmentGradients: readonly tf.GradConfig[] = [
  segmentGradient(tf.SparseSegmentSum, (dy) => dy),
  segmentGradient(tf.SparseSegmentMean, meanShare),
];
