import * as tf from '@tensorflow/tfjs-core';
import { gatherGradients } from './gather.js';
import { describeGradients, distinct, spread, square } from '../testing/gradient-checks.js';

/** Positions in two axes, one of them twice. */
const pairs = (): tf.Tensor => tf.tensor([2, 1, 0, 0, 2, 1, 1, 0], [4, 2], 'int32');

describeGradients('gradients of gather', gatherGradients, {
  [tf.GatherV2]: () => [
    { f: (x) => tf.gather(x as tf.Tensor, tf.tensor([2, 0, 2, 1], [2, 2], 'int32')), inputs: [spread([3, 2])] },
    { f: (x) => tf.gather(tf.square(x as tf.Tensor), tf.tensor1d([3, 3, 0], 'int32'), 1), inputs: [spread([2, 4, 2])] },
    // one batch axis, one axis before the one that is read
    {
      f: (x) => tf.gather(square(x), tf.tensor([2, 0, 0, 0], [2, 2], 'int32'), 2, 1),
      inputs: [spread([2, 2, 3, 2])],
    },
    // wasm finds the indices of a batch only where there are as many as batches
    ...(tf.getBackend() === 'wasm'
      ? []
      : [
          {
            f: (x: tf.Tensor) => tf.gather(square(x), tf.tensor([2, 0, 2, 1, 1, 1, 0, 2], [2, 2, 2], 'int32'), 2, 1),
            inputs: [spread([2, 2, 3, 2])],
          },
          {
            f: (x: tf.Tensor) => tf.gather(square(x), tf.tensor([2, 0, 2, 1, 0, 0, 1, 2], [2, 2, 2], 'int32'), 2, 2),
            inputs: [spread([2, 2, 3])],
          },
        ]),
  ],
  [tf.UnsortedSegmentSum]: () => [
    {
      f: (x) => tf.unsortedSegmentSum(x as tf.Tensor, tf.tensor1d([1, 0, 1, -1], 'int32'), 3),
      inputs: [spread([4, 2])],
    },
  ],
  [tf.GatherNd]: () => [
    { f: (x) => tf.gatherND(square(x), pairs()), inputs: [spread([3, 2, 2])] },
    { f: (x) => tf.gatherND(square(x), tf.tensor2d([[2], [0], [2]], [3, 1], 'int32')), inputs: [spread([3, 2])] },
  ],
  [tf.ScatterNd]: () => [
    { f: (updates) => tf.scatterND(pairs(), square(updates), [3, 2, 2]), inputs: [spread([4, 2])] },
    { f: (updates) => tf.scatterND(pairs(), square(updates), [3, 2]), inputs: [spread([4])] },
  ],
  [tf.TensorScatterUpdate]: () => [
    {
      f: (x, updates) => tf.tensorScatterUpdate(square(x), tf.tensor2d([[2], [0]], [2, 1], 'int32'), square(updates)),
      inputs: [spread([4, 3]), spread([2, 3], [-1, 1], 2)],
    },
  ],
  [tf.SparseToDense]: () => [
    {
      f: (values, rest) =>
        tf.sparseToDense(
          tf.tensor2d(
            [
              [1, 0],
              [0, 2],
              [1, 1],
            ],
            [3, 2],
            'int32',
          ),
          square(values) as tf.Tensor1D,
          [2, 3],
          square(rest) as tf.Scalar,
        ),
      inputs: [spread([3]), spread([], [1, 2])],
    },
    {
      f: (values) => tf.sparseToDense(tf.tensor1d([3, 0], 'int32'), square(values) as tf.Scalar, [5], tf.scalar(0)),
      inputs: [spread([], [1, 2])],
    },
  ],
  [tf.TopK]: () => [
    { f: (x) => tf.topk(tf.exp(x as tf.Tensor), 2).values, inputs: [distinct([2, 3, 4])] },
    { f: (x) => tf.topk(tf.exp(x as tf.Tensor), 3, false).values, inputs: [distinct([5])] },
    {
      f: (x) => {
        const { values, indices } = tf.topk(x as tf.Tensor, 2);
        return tf.mul(tf.square(values), tf.gather(tf.sin(x as tf.Tensor), tf.reverse(indices)));
      },
      inputs: [distinct([6])],
    },
  ],
  [tf.Diag]: () => [
    { f: (x) => tf.diag(square(x)), inputs: [spread([4])] },
    { f: (x) => tf.diag(square(x)), inputs: [spread([2, 3])] },
  ],
  [tf.SparseFillEmptyRows]: () => [
    {
      f: (values, rest) => {
        const indices = tf.tensor2d(
          [
            [2, 1],
            [0, 0],
            [2, 0],
          ],
          [3, 2],
          'int32',
        );
        const filled = tf.sparse.sparseFillEmptyRows(
          indices,
          square(values) as tf.Tensor1D,
          tf.tensor1d([4, 2], 'int32'),
          square(rest) as tf.Scalar,
        );
        return filled['outputValues'] as tf.Tensor;
      },
      inputs: [spread([3]), spread([], [1, 2])],
    },
  ],
  [tf.Unique]: () => [
    { f: (x) => tf.unique(square(tf.add(x as tf.Tensor, 3))).values, inputs: [distinct([5])] },
    // two elements that stay equal
    {
      f: (x) => tf.unique(tf.gather(tf.exp(x as tf.Tensor), tf.tensor1d([2, 0, 2, 1], 'int32'))).values,
      inputs: [distinct([3])],
    },
    {
      f: (x) => tf.unique(tf.gather(tf.exp(x as tf.Tensor), tf.tensor1d([1, 0, 1], 'int32'), 1), 1).values,
      inputs: [distinct([2, 3])],
    },
  ],
});
