/** The public surface of @isograd/layers. */
export type { ActivationFunction, ActivationName } from './activations/activation-function.js';
export * as activations from './activations/index.js';
export type { ReluFunctionOptions } from './activations/rectifiers.js';
export type { AxisOptions } from './activations/softmax.js';
export type { Constraint } from './constraints/constraint.js';
export type { ConstraintName, ConstraintOption } from './constraints/named-constraint.js';
export { nonNeg } from './constraints/non-neg.js';
export {
  type MaxNormOptions,
  type MinMaxNormOptions,
  maxNorm,
  minMaxNorm,
  type NormAxisOptions,
  unitNorm,
} from './constraints/norms.js';
export { constant, ones, zeros } from './initializers/constant.js';
export type { SeedOptions } from './initializers/draw.js';
export { identityInitializer } from './initializers/identity-initializer.js';
export type { Initializer } from './initializers/initializer.js';
export type { InitializerName, InitializerOption } from './initializers/named-initializer.js';
export { type OrthogonalOptions, orthogonal } from './initializers/orthogonal.js';
export {
  type RandomNormalOptions,
  type RandomUniformOptions,
  randomNormal,
  randomUniform,
  truncatedNormal,
} from './initializers/random.js';
export { type StftOptions, stft } from './initializers/stft.js';
export {
  type FanOptions,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  type VarianceScalingOptions,
  varianceScaling,
} from './initializers/variance-scaling.js';
export { addLoss, type CallContext, type Masks, maskOf } from './call-context.js';
export type { DTypePolicy, DTypePolicyName } from './dtype-policy.js';
export { type BuildContext, Layer, type LayerConfig, type LayerOptions } from './layer.js';
export { Activation, type ActivationOptions, activation } from './layers/activations/activation.js';
export { ActivationLayer } from './layers/activations/activation-layer.js';
export { ELU, type EluOptions, elu } from './layers/activations/elu.js';
export { GELU, type GeluOptions, gelu } from './layers/activations/gelu.js';
export {
  Exponential,
  exponential,
  HardSigmoid,
  HardSwish,
  hardSigmoid,
  hardSwish,
  Mish,
  mish,
  SELU,
  Sigmoid,
  SiLU,
  Softplus,
  Softsign,
  selu,
  sigmoid,
  silu,
  silu as swish,
  softplus,
  softsign,
  Tanh,
  tanh,
} from './layers/activations/parameterless.js';
export { PReLU, type PReluOptions, prelu } from './layers/activations/prelu.js';
export {
  LeakyReLU,
  type LeakyReluOptions,
  leakyRelu,
  ReLU,
  type ReluOptions,
  relu,
  ThresholdedReLU,
  type ThresholdedReluOptions,
  thresholdedRelu,
} from './layers/activations/relu.js';
export { LogSoftmax, logSoftmax, Softmax, type SoftmaxOptions, softmax } from './layers/activations/softmax.js';
export {
  BatchNormalization,
  type BatchNormalizationOptions,
  batchNormalization,
} from './layers/normalization/batch-normalization.js';
export type { ConvTransposeLayerOptions } from './layers/convolution/conv-transpose.js';
export type { ConvOptions } from './layers/convolution/conv.js';
export {
  Conv1DTranspose,
  type Conv1DTransposeOptions,
  conv1dTranspose,
} from './layers/convolution/conv1d-transpose.js';
export { Conv1D, type Conv1DOptions, conv1d } from './layers/convolution/conv1d.js';
export {
  Conv2DTranspose,
  type Conv2DTransposeOptions,
  conv2dTranspose,
} from './layers/convolution/conv2d-transpose.js';
export { Conv2D, type Conv2DOptions, conv2d } from './layers/convolution/conv2d.js';
export {
  Conv3DTranspose,
  type Conv3DTransposeOptions,
  conv3dTranspose,
} from './layers/convolution/conv3d-transpose.js';
export { Conv3D, type Conv3DOptions, conv3d } from './layers/convolution/conv3d.js';
export type { CausalOptions, ConvolutionOptions } from './layers/convolution/convolution.js';
export type { DepthwiseOptions } from './layers/convolution/depthwise-conv.js';
export {
  DepthwiseConv1D,
  type DepthwiseConv1DOptions,
  depthwiseConv1d,
} from './layers/convolution/depthwise-conv1d.js';
export {
  DepthwiseConv2D,
  type DepthwiseConv2DOptions,
  depthwiseConv2d,
} from './layers/convolution/depthwise-conv2d.js';
export type { SeparableConvOptions } from './layers/convolution/separable-conv.js';
export {
  SeparableConv1D,
  type SeparableConv1DOptions,
  separableConv1d,
} from './layers/convolution/separable-conv1d.js';
export {
  SeparableConv2D,
  type SeparableConv2DOptions,
  separableConv2d,
} from './layers/convolution/separable-conv2d.js';
export { Dense, type DenseOptions, dense } from './layers/core/dense.js';
export type { DataFormatOptions } from './layers/data-format.js';
export { Dropout, type DropoutOptions, dropout } from './layers/regularization/dropout.js';
export { Embedding, type EmbeddingOptions, embedding } from './layers/core/embedding.js';
export type { BiasOptions, KernelOptions } from './layers/kernel-options.js';
export { Flatten, flatten } from './layers/reshaping/flatten.js';
export {
  AdaptiveAveragePooling1D,
  adaptiveAveragePooling1d,
  AdaptiveAveragePooling2D,
  adaptiveAveragePooling2d,
  AdaptiveAveragePooling3D,
  adaptiveAveragePooling3d,
} from './layers/pooling/adaptive-average-pooling.js';
export {
  AdaptiveMaxPooling1D,
  adaptiveMaxPooling1d,
  AdaptiveMaxPooling2D,
  adaptiveMaxPooling2d,
  AdaptiveMaxPooling3D,
  adaptiveMaxPooling3d,
} from './layers/pooling/adaptive-max-pooling.js';
export type {
  AdaptivePooling1DOptions,
  AdaptivePooling2DOptions,
  AdaptivePooling3DOptions,
  AdaptivePoolingOptions,
} from './layers/pooling/adaptive-pooling.js';
export {
  AveragePooling1D,
  averagePooling1d,
  AveragePooling2D,
  averagePooling2d,
  AveragePooling3D,
  averagePooling3d,
} from './layers/pooling/average-pooling.js';
export {
  GlobalAveragePooling1D,
  globalAveragePooling1d,
  GlobalAveragePooling2D,
  globalAveragePooling2d,
  GlobalAveragePooling3D,
  globalAveragePooling3d,
} from './layers/pooling/global-average-pooling.js';
export {
  GlobalMaxPooling1D,
  globalMaxPooling1d,
  GlobalMaxPooling2D,
  globalMaxPooling2d,
  GlobalMaxPooling3D,
  globalMaxPooling3d,
} from './layers/pooling/global-max-pooling.js';
export type { GlobalPoolingOptions } from './layers/pooling/global-pooling.js';
export {
  MaxPooling1D,
  maxPooling1d,
  MaxPooling2D,
  maxPooling2d,
  MaxPooling3D,
  maxPooling3d,
} from './layers/pooling/max-pooling.js';
export type { Pooling1DOptions, Pooling2DOptions, Pooling3DOptions, PoolingOptions } from './layers/pooling/pooling.js';
export { Reshape, type ReshapeOptions, reshape } from './layers/reshaping/reshape.js';
export { type CircleOptions, circle } from './losses/circle.js';
export { type ContrastiveOptions, contrastive } from './losses/contrastive.js';
export { type CosineSimilarityOptions, cosineSimilarity } from './losses/cosine-similarity.js';
export {
  binaryCrossentropy,
  type CrossentropyOptions,
  categoricalCrossentropy,
  type SparseCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from './losses/crossentropy.js';
export { ctc } from './losses/ctc.js';
export type { EmbeddingDistance } from './losses/embedding-pairs.js';
export {
  type BinaryFocalCrossentropyOptions,
  binaryFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
  categoricalFocalCrossentropy,
} from './losses/focal-crossentropy.js';
export {
  categoricalGeneralizedCrossEntropy,
  type GeneralizedCrossEntropyOptions,
} from './losses/generalized-crossentropy.js';
export { categoricalHinge, hinge, squaredHinge } from './losses/hinge.js';
export { type HuberOptions, huber } from './losses/huber.js';
export { klDivergence } from './losses/kl-divergence.js';
export { logCosh } from './losses/log-cosh.js';
export { type ComputeLossOptions, computeLoss, type Loss, type LossOptions, type Reduction } from './losses/loss.js';
export { type LossConfig, type LossName, lossConfig, lossFromConfig } from './losses/named-loss.js';
export { type DiceOptions, dice, type TverskyOptions, tversky } from './losses/overlap.js';
export { poisson } from './losses/poisson.js';
export {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from './losses/regression.js';
export {
  type TripletHardOptions,
  type TripletOptions,
  tripletHard,
  tripletMargin,
  tripletSemiHard,
} from './losses/triplet.js';
export { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './metrics/accuracy.js';
export { type MeanMetric, type MeanMetricOptions, meanMetric } from './metrics/mean-metric.js';
export type { MeanPart, Metric, MetricBatch, MetricState } from './metrics/metric.js';
export type { MetricName } from './metrics/named-metric.js';
export { Functional, type FunctionalOptions, model } from './models/functional.js';
export { Model, type ModelOptions } from './models/model.js';
export { Sequential, type SequentialOptions, sequential } from './models/sequential.js';
export type { SerializedOption } from './named-option.js';
export type { RegularizerName, RegularizerOption } from './regularizers/named-regularizer.js';
export { l1, l1l2, l2 } from './regularizers/norms.js';
export { type OrthogonalRegularizerOptions, orthogonalRegularizer } from './regularizers/orthogonal-regularizer.js';
export type { Regularizer } from './regularizers/regularizer.js';
export { readSafetensors, type Safetensors, writeSafetensors } from './saving/safetensors.js';
export { type InputOptions, input, type SymbolicTensor } from './symbolic-tensor.js';
export type { NonEmpty, ShapeList, TensorList } from './tensor-list.js';
export type { BatchLogs, Callback, History, Logs, TrainingInfo } from './training/callback.js';
export type { ClassWeight } from './training/class-weights.js';
export type {
  BatchArrays,
  DatasetBatch,
  EvaluateOptions,
  FitDatasetOptions,
  FitOptions,
  ValidationData,
} from './training/fit-options.js';
export type { DataInput, DataInputs } from './training/host-data.js';
export type { CompileOptions, OptimizerName } from './training/objective.js';
export type { PerOutput } from './training/by-output.js';
export type { TrainingStep, TrainingStepResult } from './training/training-step.js';
export type { SummaryRow } from './models/summary.js';
export { SeedGenerator } from './seed-generator.js';
export { type AddWeightOptions, assignWeight, type Weight, type WeightValues } from './weight.js';
