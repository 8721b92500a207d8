import * as tf from '@tensorflow/tfjs-core';
import { segmentGradients } from './segment.js';
import { describeGradients, spread, square } from '../testing/gradient-checks.js';

/** Rows, one of them picked twice, and their segments: the second is empty. */
const picked = (): [tf.Tensor1D, tf.Tensor1D] => [
  tf.tensor1d([3, 0, 3, 1], 'int32'),
  tf.tensor1d([0, 0, 2, 2], 'int32'),
];

describeGradients('gradients of segment', segmentGradients, {
  [tf.SparseSegmentSum]: () => [
    { f: (x) => tf.sparse.sparseSegmentSum(square(x) as tf.Tensor2D, ...picked()), inputs: [spread([4, 2])] },
  ],
  [tf.SparseSegmentMean]: () => [
    { f: (x) => tf.sparse.sparseSegmentMean(square(x) as tf.Tensor2D, ...picked()), inputs: [spread([4, 2])] },
  ],
});
