/** Every class of layers that can be read from a config; no other name in a file is looked up. */
import { Activation } from '../layers/activations/activation.js';
import { ELU } from '../layers/activations/elu.js';
import { GELU } from '../layers/activations/gelu.js';
import {
  Exponential,
  HardSigmoid,
  HardSwish,
  Mish,
  SELU,
  Sigmoid,
  SiLU,
  Softplus,
  Softsign,
  Tanh,
} from '../layers/activations/parameterless.js';
import { PReLU } from '../layers/activations/prelu.js';
import { LeakyReLU, ReLU, ThresholdedReLU } from '../layers/activations/relu.js';
import { LogSoftmax, Softmax } from '../layers/activations/softmax.js';
import { Conv2D } from '../layers/convolution/conv2d.js';
import { Dense } from '../layers/core/dense.js';
import { Embedding } from '../layers/core/embedding.js';
import { BatchNormalization } from '../layers/normalization/batch-normalization.js';
import { GlobalAveragePooling2D } from '../layers/pooling/global-pooling2d.js';
import { AveragePooling2D, MaxPooling2D } from '../layers/pooling/pooling2d.js';
import { Dropout } from '../layers/regularization/dropout.js';
import { Flatten } from '../layers/reshaping/flatten.js';
import { Reshape } from '../layers/reshaping/reshape.js';
import { type LayerTable, plainReader } from './layer-reader.js';
import { readFunctional, readSequential } from './read-model.js';

/** Readers by name of the class, one line each. */
export const layerTable: LayerTable = {
  Activation: plainReader(Activation),
  AveragePooling2D: plainReader(AveragePooling2D),
  BatchNormalization: plainReader(BatchNormalization),
  Conv2D: plainReader(Conv2D),
  Dense: plainReader(Dense),
  Dropout: plainReader(Dropout),
  ELU: plainReader(ELU),
  Embedding: plainReader(Embedding),
  Exponential: plainReader(Exponential),
  Flatten: plainReader(Flatten),
  Functional: readFunctional,
  GELU: plainReader(GELU),
  GlobalAveragePooling2D: plainReader(GlobalAveragePooling2D),
  HardSigmoid: plainReader(HardSigmoid),
  HardSwish: plainReader(HardSwish),
  LeakyReLU: plainReader(LeakyReLU),
  LogSoftmax: plainReader(LogSoftmax),
  MaxPooling2D: plainReader(MaxPooling2D),
  Mish: plainReader(Mish),
  PReLU: plainReader(PReLU),
  ReLU: plainReader(ReLU),
  Reshape: plainReader(Reshape),
  Sequential: readSequential,
  SELU: plainReader(SELU),
  Sigmoid: plainReader(Sigmoid),
  SiLU: plainReader(SiLU),
  Softmax: plainReader(Softmax),
  Softplus: plainReader(Softplus),
  Softsign: plainReader(Softsign),
  Tanh: plainReader(Tanh),
  ThresholdedReLU: plainReader(ThresholdedReLU),
};
