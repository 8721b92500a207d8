import * as tf from '@tensorflow/tfjs-core';
import { rearrangementGradients } from './rearrangement.js';
import { describeGradients, distinct, kinked, spread, square, unary } from '../testing/gradient-checks.js';

describeGradients('gradients of rearrangement', rearrangementGradients, {
  [tf.Identity]: unary(tf.clone),
  [tf.Cast]: () => [
    ...unary((x) => tf.cast(x, 'float32'))(),
    ...kinked((x) => tf.mul(tf.cast(tf.cast(x, 'int32'), 'float32'), x))(),
    ...kinked((x) => tf.mul(tf.cast(tf.cast(tf.relu(x), 'bool'), 'float32'), x))(),
  ],
  [tf.Reshape]: () => [{ f: (x) => tf.reshape(x as tf.Tensor, [5, 2]), inputs: [spread([2, 5])] }],
  [tf.ExpandDims]: () => [{ f: (x) => tf.expandDims(square(x), -2), inputs: [spread([2, 5])] }],
  [tf.Transpose]: () => [{ f: (x) => tf.transpose(x as tf.Tensor, [2, 0, 1]), inputs: [spread([2, 3, 4])] }],
  [tf.Reverse]: () => [{ f: (x) => tf.reverse(x as tf.Tensor, [-1, 0]), inputs: [spread([2, 3, 4])] }],
  [tf.FlipLeftRight]: () => [
    { f: (x) => tf.image.flipLeftRight(square(x) as tf.Tensor4D), inputs: [spread([2, 2, 3, 2])] },
  ],
  [tf.Slice]: () => [
    { f: (x) => tf.slice(x as tf.Tensor, [1, 0, 2], [1, -1, 2]), inputs: [spread([2, 3, 4])] },
    { f: (x) => tf.slice(square(x), [0, 0, 1, 0, 1], [-1, -1, 1, -1, 1]), inputs: [spread([1, 2, 3, 1, 2])] },
  ],
  [tf.Concat]: () => [
    {
      f: (a, b) => tf.concat([a as tf.Tensor, b as tf.Tensor], -1),
      inputs: [spread([2, 3]), spread([2, 1], [-1, 1], 2)],
    },
  ],
  [tf.Pack]: () => [
    {
      f: (a, b) => tf.stack([a as tf.Tensor, b as tf.Tensor], 1),
      inputs: [spread([2, 3]), spread([2, 3], [-1, 1], 2)],
    },
  ],
  [tf.Unpack]: () => [
    {
      f: (x) => {
        const [first, , third] = tf.unstack(x as tf.Tensor, 1);
        return tf.mul(first as tf.Tensor, third as tf.Tensor); // the second part has no gradient of its own
      },
      inputs: [spread([2, 3])],
    },
  ],
  [tf.SplitV]: () => [
    {
      f: (x) => {
        const [first, second] = tf.split(x as tf.Tensor, [1, 2, 1], -1);
        return tf.mul(first as tf.Tensor, second as tf.Tensor);
      },
      inputs: [spread([2, 4])],
    },
  ],
  [tf.Tile]: () => [
    { f: (x) => tf.tile(x as tf.Tensor, [2, 1, 3]), inputs: [spread([2, 3, 2])] },
    { f: (x) => tf.tile(x as tf.Tensor, [2, 3, 1, 2]), inputs: [spread([1, 2, 2, 2])] }, // all at once were 8 axes
  ],
  [tf.PadV2]: () => [
    {
      f: (x) =>
        tf.pad(x as tf.Tensor, [
          [1, 0],
          [0, 2],
        ]),
      inputs: [spread([2, 3])],
    },
  ],
  [tf.Select]: () => [
    {
      f: (a, b) => tf.where(tf.tensor([1, 0, 1, 0, 1, 1], [2, 3], 'bool'), a as tf.Tensor, b as tf.Tensor),
      inputs: [spread([2, 3]), spread([2, 3], [-1, 1], 2)],
    },
    {
      f: (x) => tf.where(tf.greater(x as tf.Tensor, 0), tf.square(x as tf.Tensor), tf.exp(x as tf.Tensor)),
      inputs: [distinct([2, 3])],
    },
  ],
});
