/** The activations of the fixtures, by ops. */
import { logSoftmax } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { type LayerByOps, tensorOf } from './layer-case.js';

const { add, div, mul, sub } = tf;

const activations: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  linear: (x) => x,
  relu: tf.relu,
  relu6: tf.relu6,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  hard_sigmoid_keras3: (x) => div(tf.relu6(add(x, 3)), 6),
  hard_sigmoid_keras2: (x) => tf.clipByValue(add(mul(x, 0.2), 0.5), 0, 1),
  gelu_exact: (x) => mul(mul(x, 0.5), add(tf.erf(mul(x, Math.SQRT1_2)), 1)),
  gelu_tanh: (x) => mul(mul(x, 0.5), add(tf.tanh(mul(add(x, mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI))), 1)),
  silu: (x) => mul(x, tf.sigmoid(x)),
  elu: tf.elu,
  selu: tf.selu,
  hard_swish: (x) => mul(x, div(tf.relu6(add(x, 3)), 6)),
  'leaky_relu_0.2': (x) => tf.leakyRelu(x, 0.2),
  softplus: tf.softplus,
  mish: (x) => mul(x, tf.tanh(tf.softplus(x))),
  softsign: (x) => div(x, add(tf.abs(x), 1)),
  log_sigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  celu: tf.elu,
  hard_tanh: (x) => tf.clipByValue(x, -1, 1),
  softmax: (x) => tf.softmax(x),
  log_softmax: (x) => logSoftmax(x),
  tanh_shrink: (x) => sub(x, tf.tanh(x)),
};

/**
 * The activation of a name in the fixtures.
 *
 * @throws {Error} when there is none.
 */
export function activationByOps(name: string): (x: tf.Tensor) => tf.Tensor {
  const found = activations[name];
  if (found === undefined) throw new Error(`no activation "${name}"`);
  return found;
}

/** The layers of this file, by the fixtures' names. */
export const activationLayers: { readonly [op: string]: LayerByOps } = {
  activation: (tensors, { name = '' }) => ({ y: activationByOps(name)(tensorOf(tensors, 'x')) }),
  prelu: (tensors) => ({ y: tf.prelu(tensorOf(tensors, 'x'), tensorOf(tensors, 'alpha')) }),
};
