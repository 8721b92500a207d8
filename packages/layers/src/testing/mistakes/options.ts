/** Mistakes in the options of layers. */
import { activation } from '../../layers/activations/activation.js';
import { batchNormalization } from '../../layers/normalization/batch-normalization.js';
import { conv2d } from '../../layers/convolution/conv2d.js';
import { dense } from '../../layers/core/dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { dropout } from '../../layers/regularization/dropout.js';
import { reshape } from '../../layers/reshaping/reshape.js';
import type { Mistake } from './mistake.js';

export const mistakesInOptions: readonly Mistake[] = [
  {
    name: 'units left out',
    message: `dense: option "units" is out of its range.
  received undefined; expected a positive integer
  fix: pass units: a positive integer.  [LAYER_OPTION]`,
    make: () => dense({} as never),
  },
  {
    name: 'no units',
    message: `dense: option "units" is out of its range.
  received 0; expected a positive integer
  fix: pass units: a positive integer.  [LAYER_OPTION]`,
    make: () => dense({ units: 0 }),
  },
  {
    name: 'units with a fraction',
    message: `dense: option "units" is out of its range.
  received 2.5; expected a positive integer
  fix: pass units: a positive integer.  [LAYER_OPTION]`,
    make: () => dense({ units: 2.5 }),
  },
  {
    name: 'units as a text',
    message: `dense: option "units" is out of its range.
  received "10"; expected a positive integer
  fix: pass units: a positive integer.  [LAYER_OPTION]`,
    make: () => dense({ units: '10' as never }),
  },
  {
    name: 'a misspelt activation',
    message: `dense: there is no activation of this name.
  received "rleu"; expected one of linear, relu, relu6, leakyRelu, hardTanh, hardShrink, softShrink, exponential, elu, celu, selu, sigmoid, logSigmoid, hardSigmoid, hardSigmoidKeras2, sparseSigmoid, tanh, tanhShrink, softsign, softplus, squareplus, sparsePlus, gelu, geluTanh, silu, swish, hardSilu, hardSwish, mish, softmax, logSoftmax, sparsemax
  fix: correct the name, or pass the activation itself.  [NAME_UNKNOWN]`,
    make: () => dense({ units: 1, activation: 'rleu' as never }),
  },
  {
    name: 'a misspelt initializer',
    message: `dense: there is no initializer of this name.
  received "glorotNorml"; expected one of zeros, ones, constant, identity, orthogonal, stft, randomUniform, randomNormal, truncatedNormal, varianceScaling, glorotUniform, glorotNormal, heUniform, heNormal, lecunUniform, lecunNormal
  fix: write 'glorotNormal', or pass the initializer itself.  [NAME_UNKNOWN]`,
    make: () => dense({ units: 1, kernelInitializer: 'glorotNorml' as never }),
  },
  {
    name: 'a misspelt regularizer',
    message: `dense: there is no regularizer of this name.
  received "l3"; expected one of l1, l2, l1l2, orthogonalRegularizer
  fix: write 'l1', or pass the regularizer itself.  [NAME_UNKNOWN]`,
    make: () => dense({ units: 1, kernelRegularizer: 'l3' as never }),
  },
  {
    name: 'a bias switch that is a number',
    message: `dense: option "useBias" is out of its range.
  received 0; expected true or false
  fix: pass useBias: true or false.  [LAYER_OPTION]`,
    make: () => dense({ units: 1, useBias: 0 as never }),
  },
  {
    name: 'a batch axis in inputShape',
    message: `Dense: the shape of one example is a list of positive integers, without the batch axis.
  received [-1, 4]; expected for example [8, 8, 1]
  fix: leave the number of examples out.  [LAYER_INPUT_SHAPE]`,
    make: () => dense({ units: 1, inputShape: [-1, 4] }),
  },
  {
    name: 'inputShape as a number',
    message: `Dense: the shape of one example is a list of positive integers, without the batch axis.
  received 4; expected for example [8, 8, 1]
  fix: leave the number of examples out.  [LAYER_INPUT_SHAPE]`,
    make: () => dense({ units: 1, inputShape: 4 as never }),
  },
  {
    name: 'a kernel without a size',
    message: `conv2d: option "kernelSize" is out of its range.
  received undefined; expected an integer from 1 on, or 2 of them
  fix: pass kernelSize: an integer from 1 on, or 2 of them.  [LAYER_OPTION]`,
    make: () => conv2d({ filters: 4 } as never),
  },
  {
    name: 'a kernel of three sizes in 2-D',
    message: `conv2d: option "kernelSize" is out of its range.
  received [3, 3, 3]; expected an integer from 1 on, or 2 of them
  fix: pass kernelSize: an integer from 1 on, or 2 of them.  [LAYER_OPTION]`,
    make: () => conv2d({ filters: 4, kernelSize: [3, 3, 3] as never }),
  },
  {
    name: 'a padding that there is not',
    message: `conv2d: option "padding" is out of its range.
  received "full"; expected 'valid' or 'same'
  fix: pass padding: 'valid' or 'same'.  [LAYER_OPTION]`,
    make: () => conv2d({ filters: 4, kernelSize: 3, padding: 'full' as never }),
  },
  {
    name: 'causal padding of images',
    message: `conv2d: option "padding" is out of its range.
  received "causal"; expected 'valid' or 'same'
  fix: pass padding: 'valid' or 'same'.  [LAYER_OPTION]`,
    make: () => conv2d({ filters: 4, kernelSize: 3, padding: 'causal' as never }),
  },
  {
    name: 'strides and dilation',
    message: `conv2d: option "dilationRate" is out of its range.
  received [2, 2]; expected 1 when strides are above 1
  fix: pass dilationRate: 1 when strides are above 1.  [LAYER_OPTION]`,
    make: () => conv2d({ filters: 4, kernelSize: 3, strides: 2, dilationRate: 2 }),
  },
  {
    name: 'groups that do not divide the filters',
    message: `conv2d: option "groups" is out of its range.
  received 3; expected a divisor of filters (4)
  fix: pass groups: a divisor of filters (4).  [LAYER_OPTION]`,
    make: () => conv2d({ filters: 4, kernelSize: 3, groups: 3 }),
  },
  {
    name: 'a rate of dropout in percent',
    message: `dropout: option "rate" is out of its range.
  received 50; expected a number from 0 to 1
  fix: pass rate: a number from 0 to 1.  [LAYER_OPTION]`,
    make: () => dropout({ rate: 50 }),
  },
  {
    name: 'a vocabulary without a size',
    message: `embedding: option "inputDim" is out of its range.
  received undefined; expected a positive integer
  fix: pass inputDim: a positive integer.  [LAYER_OPTION]`,
    make: () => embedding({ outputDim: 8 } as never),
  },
  {
    name: 'a momentum above 1',
    message: `batchNormalization: option "momentum" is out of its range.
  received 99; expected a number from 0 to 1
  fix: pass momentum: a number from 0 to 1.  [LAYER_OPTION]`,
    make: () => batchNormalization({ momentum: 99 }),
  },
  {
    name: 'two free axes',
    message: `reshape: option "targetShape" is out of its range.
  received [-1, -1]; expected positive integers, at most one of them -1
  fix: pass targetShape: positive integers, at most one of them -1.  [LAYER_OPTION]`,
    make: () => reshape({ targetShape: [-1, -1] }),
  },
  {
    name: 'an activation layer without a name',
    message: `activation: this is no activation.
  received undefined; expected a name or a function of a tensor
  fix: pass a name such as 'relu', or (x) => activations.leakyRelu(x, { negativeSlope: 0.1 }).  [ACTIVATION_FORM]`,
    make: () => activation({} as never),
  },
];
