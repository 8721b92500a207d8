import * as tf from '@tensorflow/tfjs-core';
import { arithmeticGradients } from './arithmetic.js';
import { binary, describeGradients, distinct, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of arithmetic', arithmeticGradients, {
  [tf.Add]: binary(tf.add),
  [tf.AddN]: () => [
    { f: (...xs) => tf.addN(xs), inputs: [spread([2, 3]), spread([2, 3], [-1, 1], 2), spread([2, 3])] },
  ],
  [tf.Sub]: binary(tf.sub),
  [tf.Multiply]: binary(tf.mul),
  [tf.RealDiv]: binary(tf.div, [-1, 1], [0.75, 2]),
  [tf.FloorDiv]: binary(tf.floorDiv, [4.75, 5.25], [2, 2.125]), // webgl rounds both before it divides
  [tf.Mod]: binary(tf.mod, [4.75, 5.5], [2, 2.25]),
  [tf.Pow]: () => [
    ...binary(tf.pow, [1, 2], [-1, 2])(),
    { f: (x) => tf.pow(x as tf.Tensor, 3), inputs: [spread([6], [-1, 1])] },
    { f: (x) => tf.pow(x as tf.Tensor, 0), inputs: [spread([6], [-1, 1])] },
  ],
  [tf.Maximum]: () => [
    { f: (x) => tf.maximum(tf.slice(x as tf.Tensor, 0, 3), tf.slice(x as tf.Tensor, 3, 3)), inputs: [distinct([6])] },
  ],
  [tf.Minimum]: () => [
    { f: (x) => tf.minimum(tf.slice(x as tf.Tensor, 0, 3), tf.slice(x as tf.Tensor, 3, 3)), inputs: [distinct([6])] },
  ],
  [tf.SquaredDifference]: binary(tf.squaredDifference),
  [tf.Atan2]: () => [...binary(tf.atan2, [-2, 2], [0.75, 2])(), ...binary(tf.atan2, [0.75, 2], [-2, 2])()],
});
