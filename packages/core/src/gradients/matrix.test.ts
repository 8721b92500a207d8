import * as tf from '@tensorflow/tfjs-core';
import { matrixGradients } from './matrix.js';
import { describeGradients, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of matrix', matrixGradients, {
  [tf.BatchMatMul]: () =>
    [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => ({
        f: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, transposeA, transposeB),
        inputs: [spread(transposeA ? [2, 4, 3] : [2, 3, 4]), spread(transposeB ? [1, 2, 4] : [1, 4, 2], [-1, 1], 2)],
      })),
    ),
});
