import type { TensorFunction } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { activationGradients } from './activation.js';
import { describeGradients, distinct, kinked, spread, unary } from '../testing/gradient-checks.js';

describeGradients('gradients of activation', activationGradients, {
  [tf.Relu]: kinked(tf.relu),
  [tf.Relu6]: () => [{ f: tf.relu6 as TensorFunction, inputs: [distinct([60])] }],
  [tf.LeakyRelu]: kinked((x) => tf.leakyRelu(x, 0.3)),
  [tf.Prelu]: () => [
    { f: (x, alpha) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor), inputs: [distinct([3, 5]), spread([5])] },
    { f: (x, alpha) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor), inputs: [distinct([3, 5]), spread([3, 5])] },
  ],
  [tf.Elu]: kinked(tf.elu),
  [tf.Selu]: kinked(tf.selu),
  [tf.Sigmoid]: unary(tf.sigmoid, [-3, 3]),
  [tf.Softplus]: unary(tf.softplus, [-3, 3]),
  [tf.Softmax]: () => [{ f: (x) => tf.softmax(x as tf.Tensor), inputs: [spread([3, 4], [-2, 2])] }],
});
