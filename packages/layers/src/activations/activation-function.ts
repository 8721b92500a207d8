/** Activation functions by name, with the formulas of Keras 3. */
import { logSoftmax } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { unknownName } from '../messages.js';

/** Maps float32 of any shape to the same shape. */
export type ActivationFunction = (x: tf.Tensor) => tf.Tensor;

/** Names that stand for an activation function. */
export type ActivationName =
  | 'linear'
  | 'relu'
  | 'relu6'
  | 'leakyRelu'
  | 'elu'
  | 'selu'
  | 'gelu'
  | 'silu'
  | 'mish'
  | 'sigmoid'
  | 'hardSigmoid'
  | 'hardSilu'
  | 'tanh'
  | 'softplus'
  | 'softsign'
  | 'exponential'
  | 'softmax'
  | 'logSoftmax';

/** Slope of leakyRelu below 0 (Keras 3's default; tfjs-layers uses 0.3). */
const leakySlope = 0.2;

/** x Φ(x), with the exact normal distribution function. */
const gelu: ActivationFunction = (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

/** relu6(x + 3) / 6. */
const hardSigmoid: ActivationFunction = (x) => tf.div(tf.relu6(tf.add(x, 3)), 6);

const byName: Readonly<Record<ActivationName, ActivationFunction>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  leakyRelu: (x) => tf.leakyRelu(x, leakySlope),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  gelu,
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  sigmoid: (x) => tf.sigmoid(x),
  hardSigmoid,
  hardSilu: (x) => tf.mul(x, hardSigmoid(x)),
  tanh: (x) => tf.tanh(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  exponential: (x) => tf.exp(x),
  softmax: (x) => tf.softmax(x),
  logSoftmax: (x) => logSoftmax(x),
};

/**
 * The function that an option means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function resolveActivation(where: string, option: ActivationName | ActivationFunction): ActivationFunction {
  if (typeof option === 'function') return option;
  if (!Object.hasOwn(byName, option)) throw unknownName(where, 'activation', option, Object.keys(byName));
  return byName[option];
}

/** The name of an activation option for a config; functions of one's own cannot be written down. */
export function activationName(option: ActivationName | ActivationFunction): string {
  return typeof option === 'string' ? option : option.name || 'custom';
}
