import * as tf from '@tensorflow/tfjs-core';
import { comparisonGradients } from './comparison.js';
import { type Check, describeGradients, kinked, run, spread, unary } from '../testing/gradient-checks.js';

describeGradients('gradients of comparison', comparisonGradients, {
  ...Object.fromEntries(
    (
      [
        [tf.Equal, tf.equal],
        [tf.NotEqual, tf.notEqual],
        [tf.Greater, tf.greater],
        [tf.GreaterEqual, tf.greaterEqual],
        [tf.Less, tf.less],
        [tf.LessEqual, tf.lessEqual],
      ] as const
    ).map(([kernelName, compare]) => [
      kernelName,
      (): Check[] => [
        {
          f: (a, b) =>
            tf.where(compare(a as tf.Tensor, b as tf.Tensor), tf.exp(a as tf.Tensor), tf.square(a as tf.Tensor)),
          inputs: [spread([2, 3], [-0.5, 0]), spread([3], [0.25, 0.5])],
        },
      ],
    ]),
  ),
  [tf.LogicalAnd]: kinked((x) => tf.where(tf.logicalAnd(tf.greater(x, 0), tf.less(x, 1)), tf.sin(x), x)),
  [tf.LogicalOr]: kinked((x) => tf.where(tf.logicalOr(tf.greater(x, 1), tf.less(x, 0)), tf.sin(x), x)),
  [tf.LogicalNot]: kinked((x) => tf.where(tf.logicalNot(tf.greater(x, 0)), tf.sin(x), x)),
  [tf.IsNan]: unary((x) => tf.where(tf.isNaN(x), x, tf.exp(x))),
  [tf.IsInf]: unary((x) => tf.where(tf.isInf(x), x, tf.exp(x))),
  [tf.IsFinite]: unary((x) => tf.where(tf.isFinite(x), tf.exp(x), x)),
  [tf.ArgMax]: kinked((x) => tf.mul(tf.cast(tf.argMax(x, 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.ArgMin]: kinked((x) => tf.mul(tf.cast(tf.argMin(x, 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.OneHot]: kinked((x) => tf.sum(tf.mul(tf.cast(tf.oneHot(tf.argMax(x, 1), 5), 'float32'), tf.sin(x)), 1)),
  [tf.All]: kinked((x) => tf.mul(tf.cast(tf.all(tf.greater(x, -1.5), 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.Any]: kinked((x) => tf.mul(tf.cast(tf.any(tf.greater(x, 1.5), 1), 'float32'), tf.sum(tf.sin(x), 1))),
  [tf.BitwiseAnd]: kinked((x) => {
    const isOdd = tf.bitwiseAnd(tf.cast(x, 'int32'), tf.fill([3, 5], 1, 'int32'));
    return tf.mul(tf.cast(isOdd, 'float32'), tf.sin(x));
  }),
  [tf.SearchSorted]: kinked((x) =>
    tf.mul(
      tf.cast(tf.searchSorted(tf.tensor1d([-1, 0, 1]), tf.reshape(x, [15])), 'float32'),
      tf.reshape(tf.sin(x), [15]),
    ),
  ),
  [tf.Multinomial]: kinked((x) =>
    tf.mul(tf.cast(tf.multinomial(tf.mul(x, 0) as tf.Tensor2D, 5, 1), 'float32'), tf.sin(x)),
  ),
  [tf.BroadcastArgs]: kinked((x) => {
    const shape = tf.reshape(tf.cast(tf.add(tf.mul(x, 0), 5), 'int32'), [15]);
    const broadcast = run(tf.BroadcastArgs, { s0: shape, s1: tf.onesLike(shape) }, {});
    return tf.mul(tf.cast(broadcast, 'float32'), tf.sin(tf.reshape(x, [15])));
  }),
  [tf.SparseReshape]: () => [
    {
      f: (x) => {
        const zeros = tf.cast(tf.mul(x as tf.Tensor, 0), 'int32') as tf.Tensor2D;
        const shape = tf.tensor1d([2, 6], 'int32');
        const { outputIndices } = tf.sparse.sparseReshape(zeros, shape, tf.tensor1d([3, 4], 'int32'));
        return tf.mul(tf.exp(tf.cast(outputIndices as tf.Tensor, 'float32')), tf.sin(x as tf.Tensor));
      },
      inputs: [spread([1, 2])],
    },
  ],
});
