import * as tf from '@tensorflow/tfjs-core';
import { spaceToBatchGradients } from './space-to-batch.js';
import { describeGradients, spread, square } from '../testing/gradient-checks.js';

describeGradients('gradients of space to batch', spaceToBatchGradients, {
  [tf.SpaceToBatchND]: () => [
    {
      f: (x) =>
        tf.spaceToBatchND(
          square(x),
          [2, 3],
          [
            [1, 0],
            [1, 1],
          ],
        ),
      inputs: [spread([2, 3, 4, 2])],
    },
  ],
  [tf.BatchToSpaceND]: () => [
    {
      f: (x) =>
        tf.batchToSpaceND(
          square(x),
          [2, 3],
          [
            [1, 0],
            [1, 1],
          ],
        ),
      inputs: [spread([6, 2, 2, 2])],
    },
  ],
  [tf.DepthToSpace]: () => [
    { f: (x) => tf.depthToSpace(square(x) as tf.Tensor4D, 2), inputs: [spread([2, 3, 2, 8])] },
    ...(tf.getBackend() === 'cpu' // whose kernel refuses channels first
      ? []
      : [
          {
            f: (x: tf.Tensor) => tf.depthToSpace(square(x) as tf.Tensor4D, 2, 'NCHW'),
            inputs: [spread([2, 8, 3, 2])],
          },
        ]),
  ],
});
