/** Functions of keras.activations: of tensors, to be called in layers and models of one's own. */
export { celu, elu, exponential, selu } from './exponential-units.js';
export { glu } from './glu.js';
export { linear } from './linear.js';
export {
  hardShrink,
  hardTanh,
  leakyRelu,
  type ReluFunctionOptions,
  relu,
  relu6,
  softShrink,
  type ThresholdOptions,
  threshold,
} from './rectifiers.js';
export {
  hardSigmoid,
  hardSigmoidKeras2,
  logSigmoid,
  sigmoid,
  softsign,
  sparseSigmoid,
  tanh,
  tanhShrink,
} from './sigmoids.js';
export {
  gelu,
  geluTanh,
  hardSilu,
  hardSilu as hardSwish,
  mish,
  silu,
  silu as swish,
  softplus,
  sparsePlus,
  squareplus,
} from './smooth-rectifiers.js';
export { type AxisOptions, logSoftmax, softmax, sparsemax } from './softmax.js';
