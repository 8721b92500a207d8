import * as tf from '@tensorflow/tfjs-core';
import { localResponseNormalizationGradients } from './local-response-normalization.js';
import { describeGradients, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of local response normalization', localResponseNormalizationGradients, {
  [tf.LRN]: () =>
    [1, 5].map((radius) => ({
      f: (x) => tf.localResponseNormalization(x as tf.Tensor4D, radius, 1.5, 0.75, 0.75),
      inputs: [spread([1, 2, 2, 5])],
    })),
});
