import * as tf from '@tensorflow/tfjs-core';
import { bincountGradients } from './bincount.js';
import { describeGradients, spread, square } from '../testing/gradient-checks.js';

/** One bin is empty, one element lies beyond the last. */
const elements = (): tf.Tensor1D => tf.tensor1d([1, 3, 1, 7, 0], 'int32');

const rows = (): tf.Tensor2D => tf.tensor2d([1, 3, 1, 0, 0, 9], [2, 3], 'int32');

describeGradients('gradients of counts', bincountGradients, {
  [tf.Bincount]: () => [
    { f: (weights) => tf.bincount(elements(), square(weights) as tf.Tensor1D, 4), inputs: [spread([5])] },
  ],
  [tf.DenseBincount]: () => [
    { f: (weights) => tf.denseBincount(elements(), square(weights) as tf.Tensor1D, 4), inputs: [spread([5])] },
    { f: (weights) => tf.denseBincount(rows(), square(weights) as tf.Tensor2D, 4), inputs: [spread([2, 3])] },
    { f: (weights) => tf.denseBincount(rows(), square(weights) as tf.Tensor2D, 4, true), inputs: [spread([2, 3])] },
  ],
});
