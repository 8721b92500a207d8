/** Activation functions by name, as options of layers take them. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { unknownName } from '../messages.js';
import { activationChangedShape, notAnActivation } from './activation-messages.js';
import { camelCase } from '../named-option.js';
import { celu, elu, exponential, selu } from './exponential-units.js';
import { linear } from './linear.js';
import { hardShrink, hardTanh, leakyRelu, relu, relu6, softShrink } from './rectifiers.js';
import {
  hardSigmoid,
  hardSigmoidKeras2,
  logSigmoid,
  sigmoid,
  softsign,
  sparseSigmoid,
  tanh,
  tanhShrink,
} from './sigmoids.js';
import { gelu, geluTanh, hardSilu, mish, silu, softplus, sparsePlus, squareplus } from './smooth-rectifiers.js';
import { logSoftmax, softmax, sparsemax } from './softmax.js';

/** Maps float32 of any shape to the same shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** Names that stand for an activation function with its default options. */
export type ActivationName =
  | 'linear'
  | 'relu'
  | 'relu6'
  | 'leakyRelu'
  | 'hardTanh'
  | 'hardShrink'
  | 'softShrink'
  | 'exponential'
  | 'elu'
  | 'celu'
  | 'selu'
  | 'sigmoid'
  | 'logSigmoid'
  | 'hardSigmoid'
  | 'hardSigmoidKeras2'
  | 'sparseSigmoid'
  | 'tanh'
  | 'tanhShrink'
  | 'softsign'
  | 'softplus'
  | 'squareplus'
  | 'sparsePlus'
  | 'gelu'
  | 'geluTanh'
  | 'silu'
  | 'swish'
  | 'hardSilu'
  | 'hardSwish'
  | 'mish'
  | 'softmax'
  | 'logSoftmax'
  | 'sparsemax';

const byName: Readonly<Record<ActivationName, ActivationFunction>> = {
  linear,
  relu,
  relu6,
  leakyRelu,
  hardTanh,
  hardShrink,
  softShrink,
  exponential,
  elu,
  celu,
  selu,
  sigmoid,
  logSigmoid,
  hardSigmoid,
  hardSigmoidKeras2,
  sparseSigmoid,
  tanh,
  tanhShrink,
  softsign,
  softplus,
  squareplus,
  sparsePlus,
  gelu,
  geluTanh,
  silu,
  swish: silu,
  hardSilu,
  hardSwish: hardSilu,
  mish,
  softmax,
  logSoftmax,
  sparsemax,
};

/**
 * The function that an option means. A function of one's own is checked to keep the shape when it is called.
 *
 * @param where - Name of the factory that takes the option, for messages.
 * @param option - A name, also in snake case (`leaky_relu`), or a function.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} ACTIVATION_FORM
 */
export function resolveActivation(where: string, option: ActivationName | ActivationFunction): ActivationFunction {
  if (typeof option === 'function') return nameOf(option) === undefined ? keepingShape(where, option) : option;
  if (typeof option !== 'string') throw notAnActivation(where, option);
  const name = camelCase(option);
  if (!isName(name)) throw unknownName(where, 'activation', option, Object.keys(byName));
  return byName[name];
}

/**
 * An activation option for a config: its name, or the function itself where it has none; a model that holds such a
 * function is refused when it is saved.
 */
export function activationName(option: ActivationName | ActivationFunction): string | ActivationFunction {
  return typeof option === 'string' ? camelCase(option) : (nameOf(option) ?? option);
}

function isName(name: string): name is ActivationName {
  return Object.hasOwn(byName, name);
}

function nameOf(activation: ActivationFunction): string | undefined {
  return Object.entries(byName).find(([, known]) => known === activation)?.[0];
}

function keepingShape(where: string, activation: ActivationFunction): ActivationFunction {
  return (x) => {
    const y = activation(x);
    const keeps = y.rank === x.rank && y.shape.every((size, axis) => size === x.shape[axis]);
    if (!keeps) throw activationChangedShape(where, y.shape, x.shape);
    return y;
  };
}
