import * as tf from '@tensorflow/tfjs-core';
import { poolingGradients } from './pooling.js';
import { describeGradients, distinct, run, spread, square } from '../testing/gradient-checks.js';

const pool = { filterSize: [3, 2], strides: [2, 1], pad: 'same' };

/** Images whose axes all differ. */
const x4 = (seed = 1): tf.Tensor => spread([2, 5, 4, 2], [-1, 1], seed);

describeGradients('gradients of pooling', poolingGradients, {
  [tf.MaxPool]: () => [
    { f: (x) => run(tf.MaxPool, { x } as tf.NamedTensorMap, pool), inputs: [distinct([1, 5, 4, 2])] },
    {
      f: (x) => run(tf.MaxPool, { x: tf.exp(x as tf.Tensor) } as tf.NamedTensorMap, { ...pool, pad: 'valid' }),
      inputs: [distinct([1, 5, 4, 1])],
    },
  ],
  [tf.MaxPoolWithArgmax]: () => [
    {
      f: (x) => tf.maxPoolWithArgmax(tf.exp(x as tf.Tensor4D), [3, 2], [2, 1], 'same')['result'] as tf.Tensor,
      inputs: [distinct([1, 5, 4, 1])],
    },
  ],
  [tf.MaxPoolGrad]: () =>
    [pool, { filterSize: 2, strides: 2, pad: 'valid' }].map((attributes) => {
      const input = tf.relu(distinct([1, 5, 4, 2])); // with ties
      const output = run(tf.MaxPool, { x: input }, attributes);
      return {
        f: (dy) => run(tf.MaxPoolGrad, { dy: square(dy), input, output }, attributes),
        inputs: [spread(output.shape)],
      };
    }),
  [tf.AvgPool]: () => [{ f: (x) => run(tf.AvgPool, { x } as tf.NamedTensorMap, pool), inputs: [x4()] }],
  [tf.AvgPoolGrad]: () => [
    {
      f: (dy) => run(tf.AvgPoolGrad, { dy, input: x4() } as tf.NamedTensorMap, pool),
      inputs: [spread([2, 3, 4, 2], [-1, 1], 2)],
    },
  ],
});
