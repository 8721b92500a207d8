import * as tf from '@tensorflow/tfjs-core';
import { batchNormGradients } from './batch-norm.js';
import { describeGradients, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of batch norm', batchNormGradients, {
  [tf.FusedBatchNorm]: () => {
    const [x, mean, variance] = [spread([4, 3]), spread([3], [-1, 1], 4), spread([3], [0.75, 2])];
    const [offset, scale] = [spread([3], [-1, 1], 2), spread([3], [-1, 1], 3)];
    type Inputs = [tf.Tensor, tf.Tensor1D, tf.Tensor1D];
    type Vector = tf.Tensor1D;
    const epsilon = 0.01;
    return [
      {
        f: (...[at, m, v, b, g]) => tf.batchNorm(...([at, m, v] as Inputs), b as Vector, g as Vector, epsilon),
        inputs: [x, mean, variance, offset, scale],
      },
      {
        f: (...[at, m, v, b]) => tf.batchNorm(...([at, m, v] as Inputs), b as Vector, undefined, epsilon),
        inputs: [x, mean, variance, offset],
      },
      {
        f: (...[at, m, v, g]) => tf.batchNorm(...([at, m, v] as Inputs), undefined, g as Vector, epsilon),
        inputs: [x, mean, variance, scale],
      },
      {
        f: (...inputs) => tf.batchNorm(...(inputs as Inputs), undefined, undefined, epsilon),
        inputs: [x, mean, variance],
      },
      {
        f: (...inputs) => tf.batchNorm(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor]), undefined, undefined, epsilon),
        inputs: [x, spread([4, 3], [-1, 1], 2), spread([4, 3], [0.75, 2], 3)],
      },
    ];
  },
});
