import * as tf from '@tensorflow/tfjs-core';
import { nonMaxSuppressionGradients } from './non-max-suppression.js';
import { describeGradients, distinct, square } from '../testing/gradient-checks.js';

/** Two boxes that cover each other and one apart. */
const boxes = (): tf.Tensor2D => tf.tensor2d([0, 0, 1, 1, 0, 0, 1, 0.9, 2, 2, 3, 3], [3, 4]);

describeGradients('gradients of non max suppression', nonMaxSuppressionGradients, {
  [tf.NonMaxSuppressionV3]: () => [
    {
      f: (scores) =>
        tf.gather(tf.sin(scores as tf.Tensor), tf.image.nonMaxSuppression(boxes(), scores as tf.Tensor1D, 2)),
      inputs: [distinct([3])],
    },
  ],
  [tf.NonMaxSuppressionV4]: () => [
    {
      f: (scores) => {
        const kept = tf.image.nonMaxSuppressionPadded(boxes(), scores as tf.Tensor1D, 2);
        return tf.gather(tf.sin(scores as tf.Tensor), kept['selectedIndices'] as tf.Tensor1D);
      },
      inputs: [distinct([3])],
    },
  ],
  [tf.NonMaxSuppressionV5]: () => [
    {
      f: (scores) => {
        const kept = tf.image.nonMaxSuppressionWithScore(
          boxes(),
          square(tf.add(scores as tf.Tensor, 3)) as tf.Tensor1D,
          2,
        );
        return kept['selectedScores'] as tf.Tensor;
      },
      inputs: [distinct([3])],
    },
  ],
});
