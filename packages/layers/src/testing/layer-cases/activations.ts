/** Activation layers, as cases of the layer suite. */
import type { LayerCase, TestedLayer } from '@isograd/conformance';
import { leakyRelu as leakyReluFunction } from '../../activations/rectifiers.js';
import { activation } from '../../layers/activations/activation.js';
import { elu } from '../../layers/activations/elu.js';
import { gelu } from '../../layers/activations/gelu.js';
import {
  exponential,
  hardSigmoid,
  hardSwish,
  mish,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
} from '../../layers/activations/parameterless.js';
import { prelu } from '../../layers/activations/prelu.js';
import { leakyRelu, relu, thresholdedRelu } from '../../layers/activations/relu.js';
import { logSoftmax, softmax } from '../../layers/activations/softmax.js';

/** A layer that lets masks pass. */
const along = (name: string, make: () => TestedLayer): LayerCase => ({
  name,
  make,
  inputs: [{ shape: [2, 3, 4] }],
  mask: 'kept',
});

export const activationCases: readonly LayerCase[] = [
  along('activation', () => activation({ activation: 'tanh' })),
  {
    ...along('activation, a function', () =>
      activation({ activation: (x) => leakyReluFunction(x, { negativeSlope: 0.5 }) }),
    ),
    isSerializable: false,
  },
  along('elu', () => elu()),
  along('elu, alpha', () => elu({ alpha: 0.5 })),
  along('exponential', () => exponential()),
  along('gelu', () => gelu()),
  along('gelu, approximate', () => gelu({ approximate: true })),
  along('hardSigmoid', () => hardSigmoid()),
  along('hardSwish', () => hardSwish()),
  along('leakyRelu', () => leakyRelu()),
  along('logSoftmax', () => logSoftmax()),
  along('logSoftmax, axis', () => logSoftmax({ axis: 1 })),
  along('mish', () => mish()),
  along('relu', () => relu()),
  along('relu, every option', () => relu({ maxValue: 0.75, negativeSlope: 0.25, threshold: 0.125 })),
  along('selu', () => selu()),
  along('sigmoid', () => sigmoid()),
  along('silu', () => silu()),
  along('softmax', () => softmax()),
  along('softmax, axes', () => softmax({ axis: [1, 2] })),
  along('softplus', () => softplus()),
  along('softsign', () => softsign()),
  along('tanh', () => tanh()),
  along('thresholdedRelu', () => thresholdedRelu({ theta: 0.25 })),
  {
    name: 'prelu',
    make: () => prelu({ alphaInitializer: 'randomUniform', alphaRegularizer: 'l1', alphaConstraint: 'nonNeg' }),
    inputs: [{ shape: [2, 3, 4] }],
    weights: { alpha: [3, 4] },
    mask: 'kept',
  },
  {
    name: 'prelu, sharedAxes',
    make: () => prelu({ sharedAxes: [1, 2] }),
    inputs: [{ shape: [2, 3, 2, 4] }],
    weights: { alpha: [1, 1, 4] },
    mask: 'none',
  },
  {
    name: 'softmax, masked',
    make: () => softmax(),
    inputs: [{ shape: [2, 3, 4] }, { shape: [3, 4], dtype: 'int32', below: 2 }],
    mask: 'kept',
  },
];
