/** Gradients of weighted counts: the weight of an element is read from the bin that it fell into. */
import * as tf from '@tensorflow/tfjs-core';
import { asFloat, defineGradient, type InputGradients } from './gradient.js';

interface BincountAttributes {
  readonly size: number;
  readonly binaryOutput?: boolean;
}

/** `dy` of the bin of each element, which may be in rows; 0 for the elements beyond the last bin. */
function readBins(dy: tf.Tensor, x: tf.Tensor, size: number): tf.Tensor {
  const columns = x.shape[x.rank - 1] ?? 1;
  const rows = x.size / columns;
  const starts = tf.reshape(tf.mul(tf.range(0, rows, 1, 'int32'), tf.scalar(size, 'int32')), [rows, 1]);
  const bins = tf.minimum(tf.reshape(x, [rows, columns]), tf.scalar(size - 1, 'int32'));
  const read = tf.gather(tf.reshape(dy, [dy.size]), tf.reshape(tf.add(bins, starts), [x.size]));
  return tf.mul(tf.reshape(read, x.shape), asFloat(tf.less(x, tf.scalar(size, 'int32'))));
}

function defineBincountGradient(kernelName: string): tf.GradConfig {
  return defineGradient<BincountAttributes, ['x', 'weights']>(
    kernelName,
    ['x', 'weights'],
    (dy, [x, weights], { size, binaryOutput = false }): InputGradients => ({
      x: () => tf.fill(x.shape, 0),
      weights: () => {
        if (binaryOutput || weights.size * dy.size === 0) return tf.fill(weights.shape, 0);
        return tf.reshape(readBins(dy, x, size), weights.shape);
      },
    }),
  );
}

/** Entries of Bincount and DenseBincount, with respect to the weights; whether a bin is empty changes in steps. */
export const bincountGradients: readonly tf.GradConfig[] = [
  defineBincountGradient(tf.Bincount),
  defineBincountGradient(tf.DenseBincount),
];
