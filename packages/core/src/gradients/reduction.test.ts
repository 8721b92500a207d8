import * as tf from '@tensorflow/tfjs-core';
import { reductionGradients } from './reduction.js';
import { describeGradients, distinct, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of reduction', reductionGradients, {
  [tf.Sum]: () => [
    { f: (x) => tf.sum(x as tf.Tensor), inputs: [spread([2, 3])] },
    { f: (x) => tf.sum(x as tf.Tensor, [0, 2]), inputs: [spread([2, 3, 2])] },
    { f: (x) => tf.sum(tf.square(x as tf.Tensor), -1, true), inputs: [spread([2, 3])] },
  ],
  [tf.Mean]: () => [
    { f: (x) => tf.mean(x as tf.Tensor), inputs: [spread([2, 3])] },
    { f: (x) => tf.mean(tf.square(x as tf.Tensor), 1), inputs: [spread([2, 3, 2])] },
  ],
  [tf.Max]: () => [
    { f: (x) => tf.max(x as tf.Tensor, 1), inputs: [distinct([2, 3, 2])] },
    { f: (x) => tf.max(x as tf.Tensor), inputs: [distinct([2, 3])] },
  ],
  [tf.Min]: () => [
    { f: (x) => tf.min(x as tf.Tensor, [0, 1], true), inputs: [distinct([2, 3, 2])] },
    { f: (x) => tf.min(x as tf.Tensor), inputs: [distinct([2, 3])] },
  ],
});
