/** The public surface of @isograd/layers. */
export type { ActivationFunction, ActivationName } from './activations/activation-function.js';
export * as activations from './activations/index.js';
export type { ReluFunctionOptions } from './activations/rectifiers.js';
export type { AxisOptions } from './activations/softmax.js';
export { addLoss, type CallContext, maskOf, type Masks } from './call-context.js';
export { csvLogger, type CSVLoggerOptions } from './callbacks/csv-logger.js';
export { earlyStopping, type EarlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.js';
export { lambdaCallback } from './callbacks/lambda-callback.js';
export {
  type EpochSchedule,
  learningRateScheduler,
  type LearningRateSchedulerOptions,
} from './callbacks/learning-rate-scheduler.js';
export { modelCheckpoint, type ModelCheckpointOptions } from './callbacks/model-checkpoint.js';
export type { MonitorOptions } from './callbacks/monitor.js';
export { progress, type ProgressOptions } from './callbacks/progress.js';
export { reduceLROnPlateau, type ReduceLROnPlateauOptions } from './callbacks/reduce-lr-on-plateau.js';
export { swapEMAWeights, type SwapEMAWeightsOptions } from './callbacks/swap-ema-weights.js';
export { terminateOnNaN, type TerminateOnNaNOptions } from './callbacks/terminate-on-nan.js';
export type { Constraint } from './constraints/constraint.js';
export type { ConstraintName, ConstraintOption } from './constraints/named-constraint.js';
export { nonNeg } from './constraints/non-neg.js';
export {
  maxNorm,
  type MaxNormOptions,
  minMaxNorm,
  type MinMaxNormOptions,
  type NormAxisOptions,
  unitNorm,
} from './constraints/norms.js';
export type { DTypePolicy, DTypePolicyName } from './dtype-policy.js';
export { constant, ones, zeros } from './initializers/constant.js';
export type { SeedOptions } from './initializers/draw.js';
export { identityInitializer } from './initializers/identity-initializer.js';
export type { Initializer } from './initializers/initializer.js';
export type { InitializerName, InitializerOption } from './initializers/named-initializer.js';
export { orthogonal, type OrthogonalOptions } from './initializers/orthogonal.js';
export {
  randomNormal,
  type RandomNormalOptions,
  randomUniform,
  type RandomUniformOptions,
  truncatedNormal,
} from './initializers/random.js';
export { stft, type StftOptions } from './initializers/stft.js';
export {
  type FanOptions,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
  type VarianceScalingOptions,
} from './initializers/variance-scaling.js';
export { type BuildContext, Layer, type LayerConfig, type LayerOptions } from './layer.js';
export { ActivationLayer } from './layers/activations/activation-layer.js';
export { Activation, activation, type ActivationOptions } from './layers/activations/activation.js';
export { ELU, elu, type EluOptions } from './layers/activations/elu.js';
export { GELU, gelu, type GeluOptions } from './layers/activations/gelu.js';
export {
  Exponential,
  exponential,
  HardSigmoid,
  hardSigmoid,
  HardSwish,
  hardSwish,
  Mish,
  mish,
  SELU,
  selu,
  Sigmoid,
  sigmoid,
  SiLU,
  silu,
  silu as swish,
  Softplus,
  softplus,
  Softsign,
  softsign,
  Tanh,
  tanh,
} from './layers/activations/parameterless.js';
export { PReLU, prelu, type PReluOptions } from './layers/activations/prelu.js';
export {
  LeakyReLU,
  leakyRelu,
  type LeakyReluOptions,
  ReLU,
  relu,
  type ReluOptions,
  ThresholdedReLU,
  thresholdedRelu,
  type ThresholdedReluOptions,
} from './layers/activations/relu.js';
export { LogSoftmax, logSoftmax, Softmax, softmax, type SoftmaxOptions } from './layers/activations/softmax.js';
export { AdditiveAttention, additiveAttention } from './layers/attention/additive-attention.js';
export { Attention, attention, type AttentionLayerOptions } from './layers/attention/attention.js';
export {
  type AttentionCache,
  type AttentionState,
  CachedMultiHeadAttention,
  cachedMultiHeadAttention,
  type CachedStep,
  type CacheSize,
  type EncoderCache,
} from './layers/attention/cached-multi-head-attention.js';
export {
  GroupedQueryAttention,
  groupedQueryAttention,
  type GroupedQueryAttentionOptions,
} from './layers/attention/grouped-query-attention.js';
export type { HeadAttentionOptions } from './layers/attention/head-attention.js';
export {
  MultiHeadAttention,
  multiHeadAttention,
  type MultiHeadAttentionOptions,
} from './layers/attention/multi-head-attention.js';
export {
  PositionEmbedding,
  positionEmbedding,
  type PositionEmbeddingOptions,
} from './layers/attention/position-embedding.js';
export {
  ReversibleEmbedding,
  reversibleEmbedding,
  type ReversibleEmbeddingOptions,
} from './layers/attention/reversible-embedding.js';
export { RotaryEmbedding, rotaryEmbedding, type RotaryEmbeddingOptions } from './layers/attention/rotary-embedding.js';
export type { RopeType } from './layers/attention/rotary-frequencies.js';
export type { ScoredAttentionOptions } from './layers/attention/scored-attention.js';
export {
  SinePositionEncoding,
  sinePositionEncoding,
  type SinePositionEncodingOptions,
} from './layers/attention/sine-position-encoding.js';
export {
  TokenAndPositionEmbedding,
  tokenAndPositionEmbedding,
  type TokenAndPositionEmbeddingOptions,
} from './layers/attention/token-and-position-embedding.js';
export type { TransformerOptions } from './layers/attention/transformer-block.js';
export {
  type DecoderState,
  TransformerDecoder,
  transformerDecoder,
  type TransformerDecoderOptions,
} from './layers/attention/transformer-decoder.js';
export {
  TransformerEncoder,
  transformerEncoder,
  type TransformerEncoderOptions,
} from './layers/attention/transformer-encoder.js';
export { AutoContrast, autoContrast, type AutoContrastOptions } from './layers/augmentation/auto-contrast.js';
export { CutMix, cutMix, type CutMixOptions } from './layers/augmentation/cut-mix.js';
export { Equalization, equalization, type EqualizationOptions } from './layers/augmentation/equalization.js';
export type { Factor } from './layers/augmentation/factor.js';
export { MixUp, mixUp, type MixUpOptions } from './layers/augmentation/mix-up.js';
export type { FillMode } from './layers/augmentation/random-affine.js';
export {
  RandomBrightness,
  randomBrightness,
  type RandomBrightnessOptions,
} from './layers/augmentation/random-brightness.js';
export {
  RandomColorDegeneration,
  randomColorDegeneration,
  type RandomColorDegenerationOptions,
} from './layers/augmentation/random-color-degeneration.js';
export {
  RandomColorJitter,
  randomColorJitter,
  type RandomColorJitterOptions,
} from './layers/augmentation/random-color-jitter.js';
export { RandomContrast, randomContrast, type RandomContrastOptions } from './layers/augmentation/random-contrast.js';
export { RandomCrop, randomCrop, type RandomCropOptions } from './layers/augmentation/random-crop.js';
export { RandomErasing, randomErasing, type RandomErasingOptions } from './layers/augmentation/random-erasing.js';
export { type FlipMode, RandomFlip, randomFlip, type RandomFlipOptions } from './layers/augmentation/random-flip.js';
export {
  RandomGaussianBlur,
  randomGaussianBlur,
  type RandomGaussianBlurOptions,
} from './layers/augmentation/random-gaussian-blur.js';
export {
  RandomGrayscale,
  randomGrayscale,
  type RandomGrayscaleOptions,
} from './layers/augmentation/random-grayscale.js';
export { RandomHue, randomHue, type RandomHueOptions } from './layers/augmentation/random-hue.js';
export { RandomInvert, randomInvert, type RandomInvertOptions } from './layers/augmentation/random-invert.js';
export {
  RandomPosterization,
  randomPosterization,
  type RandomPosterizationOptions,
} from './layers/augmentation/random-posterization.js';
export { RandomRotation, randomRotation, type RandomRotationOptions } from './layers/augmentation/random-rotation.js';
export {
  RandomSaturation,
  randomSaturation,
  type RandomSaturationOptions,
} from './layers/augmentation/random-saturation.js';
export {
  RandomSharpness,
  randomSharpness,
  type RandomSharpnessOptions,
} from './layers/augmentation/random-sharpness.js';
export { RandomShear, randomShear, type RandomShearOptions } from './layers/augmentation/random-shear.js';
export {
  RandomTranslation,
  randomTranslation,
  type RandomTranslationOptions,
} from './layers/augmentation/random-translation.js';
export { RandomZoom, randomZoom, type RandomZoomOptions } from './layers/augmentation/random-zoom.js';
export { Solarization, solarization, type SolarizationOptions } from './layers/augmentation/solarization.js';
export type { ConvTransposeLayerOptions } from './layers/convolution/conv-transpose.js';
export type { ConvOptions } from './layers/convolution/conv.js';
export {
  Conv1DTranspose,
  conv1dTranspose,
  type Conv1DTransposeOptions,
} from './layers/convolution/conv1d-transpose.js';
export { Conv1D, conv1d, type Conv1DOptions } from './layers/convolution/conv1d.js';
export {
  Conv2DTranspose,
  conv2dTranspose,
  type Conv2DTransposeOptions,
} from './layers/convolution/conv2d-transpose.js';
export { Conv2D, conv2d, type Conv2DOptions } from './layers/convolution/conv2d.js';
export {
  Conv3DTranspose,
  conv3dTranspose,
  type Conv3DTransposeOptions,
} from './layers/convolution/conv3d-transpose.js';
export { Conv3D, conv3d, type Conv3DOptions } from './layers/convolution/conv3d.js';
export type { CausalOptions, ConvolutionOptions } from './layers/convolution/convolution.js';
export type { DepthwiseOptions } from './layers/convolution/depthwise-conv.js';
export {
  DepthwiseConv1D,
  depthwiseConv1d,
  type DepthwiseConv1DOptions,
} from './layers/convolution/depthwise-conv1d.js';
export {
  DepthwiseConv2D,
  depthwiseConv2d,
  type DepthwiseConv2DOptions,
} from './layers/convolution/depthwise-conv2d.js';
export type { SeparableConvOptions } from './layers/convolution/separable-conv.js';
export {
  SeparableConv1D,
  separableConv1d,
  type SeparableConv1DOptions,
} from './layers/convolution/separable-conv1d.js';
export {
  SeparableConv2D,
  separableConv2d,
  type SeparableConv2DOptions,
} from './layers/convolution/separable-conv2d.js';
export { Dense, dense, type DenseOptions } from './layers/core/dense.js';
export { EinsumDense, einsumDense, type EinsumDenseOptions } from './layers/core/einsum-dense.js';
export { Embedding, embedding, type EmbeddingOptions } from './layers/core/embedding.js';
export { Identity, identity } from './layers/core/identity.js';
export { Lambda, lambda, type LambdaFunction, type LambdaMask, type LambdaOptions } from './layers/core/lambda.js';
export { Masking, masking, type MaskingOptions } from './layers/core/masking.js';
export type { DataFormatOptions } from './layers/data-format.js';
export type { BiasOptions, KernelOptions } from './layers/kernel-options.js';
export { Add, add } from './layers/merging/add.js';
export { Average, average } from './layers/merging/average.js';
export { Concatenate, concatenate, type ConcatenateOptions } from './layers/merging/concatenate.js';
export { Dot, dot, type DotOptions } from './layers/merging/dot.js';
export { Maximum, maximum } from './layers/merging/maximum.js';
export { Merge, type MergeInput } from './layers/merging/merge.js';
export { Minimum, minimum } from './layers/merging/minimum.js';
export { Multiply, multiply } from './layers/merging/multiply.js';
export { Subtract, subtract } from './layers/merging/subtract.js';
export type { AdaptBatch, AdaptData } from './layers/normalization/adapt-data.js';
export {
  BatchNormalization,
  batchNormalization,
  type BatchNormalizationOptions,
} from './layers/normalization/batch-normalization.js';
export {
  GroupNormalization,
  groupNormalization,
  type GroupNormalizationOptions,
} from './layers/normalization/group-normalization.js';
export {
  InstanceNormalization,
  instanceNormalization,
  type InstanceNormalizationOptions,
} from './layers/normalization/instance-normalization.js';
export {
  LayerNormalization,
  layerNormalization,
  type LayerNormalizationOptions,
} from './layers/normalization/layer-normalization.js';
export type { NestedNumbers } from './layers/normalization/nested-numbers.js';
export { Normalization, normalization, type NormalizationOptions } from './layers/normalization/normalization.js';
export type { RenormClipping } from './layers/normalization/renormalization.js';
export {
  RMSNormalization,
  rmsNormalization,
  type RMSNormalizationOptions,
} from './layers/normalization/rms-normalization.js';
export type { ScaleAndShiftOptions } from './layers/normalization/scaled-normalization.js';
export {
  SpectralNormalization,
  spectralNormalization,
  type SpectralNormalizationOptions,
} from './layers/normalization/spectral-normalization.js';
export {
  UnitNormalization,
  unitNormalization,
  type UnitNormalizationOptions,
} from './layers/normalization/unit-normalization.js';
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
export {
  CategoryEncoding,
  categoryEncoding,
  type CategoryEncodingOptions,
} from './layers/preprocessing/category-encoding.js';
export { Discretization, discretization, type DiscretizationOptions } from './layers/preprocessing/discretization.js';
export type { Salt } from './layers/preprocessing/hash-bins.js';
export { Hashing, hashing, type HashingOptions } from './layers/preprocessing/hashing.js';
export { IntegerLookup, integerLookup, type IntegerLookupOptions } from './layers/preprocessing/integer-lookup.js';
export { MelSpectrogram, melSpectrogram, type MelSpectrogramOptions } from './layers/preprocessing/mel-spectrogram.js';
export type { OutputMode } from './layers/preprocessing/output-mode.js';
export {
  type SpectrogramMode,
  STFTSpectrogram,
  stftSpectrogram,
  type StftSpectrogramOptions,
} from './layers/preprocessing/stft-spectrogram.js';
export { StringLookup, stringLookup, type StringLookupOptions } from './layers/preprocessing/string-lookup.js';
export type { TextTransformer } from './layers/preprocessing/text-transformer.js';
export {
  TextVectorization,
  textVectorization,
  type TextVectorizationOptions,
} from './layers/preprocessing/text-vectorization.js';
export type { TextBatches, Texts } from './layers/preprocessing/texts.js';
export type { Split, Standardize } from './layers/preprocessing/tokens-of-text.js';
export {
  Bidirectional,
  bidirectional,
  type BidirectionalMergeMode,
  type BidirectionalOptions,
} from './layers/recurrent/bidirectional.js';
export {
  ConvLSTMCell,
  convLSTMCell,
  type ConvLSTMCellOptions,
  type ConvLSTMOptions,
} from './layers/recurrent/conv-lstm-cell.js';
export {
  ConvLSTM1D,
  convLSTM1d,
  type ConvLSTM1DOptions,
  ConvLSTM2D,
  convLSTM2d,
  type ConvLSTM2DOptions,
  ConvLSTM3D,
  convLSTM3d,
  type ConvLSTM3DOptions,
} from './layers/recurrent/conv-lstm.js';
export { GRUCell, gruCell, type GRUCellOptions } from './layers/recurrent/gru-cell.js';
export { GRU, gru, type GRUOptions } from './layers/recurrent/gru.js';
export type { ImplementationOptions } from './layers/recurrent/implementation.js';
export type { KernelCellOptions } from './layers/recurrent/kernel-cell.js';
export { LSTMCell, lstmCell, type LSTMCellOptions } from './layers/recurrent/lstm-cell.js';
export { LSTM, lstm, type LSTMOptions } from './layers/recurrent/lstm.js';
export { type CellStep, RecurrentCell } from './layers/recurrent/recurrent-cell.js';
export type { GateOptions, RecurrentOptions } from './layers/recurrent/recurrent-options.js';
export { RNN, rnn, type RNNOptions } from './layers/recurrent/rnn.js';
export type { SequenceOptions, SequenceSettings } from './layers/recurrent/sequence-options.js';
export { SimpleRNNCell, simpleRNNCell, type SimpleRNNCellOptions } from './layers/recurrent/simple-rnn-cell.js';
export { SimpleRNN, simpleRNN, type SimpleRNNOptions } from './layers/recurrent/simple-rnn.js';
export { StackedRNNCells, stackedRNNCells, type StackedRNNCellsOptions } from './layers/recurrent/stacked-rnn-cells.js';
export { TimeDistributed, timeDistributed, type TimeDistributedOptions } from './layers/recurrent/time-distributed.js';
export type { Unrolled, UnrollOptions } from './layers/recurrent/unroll.js';
export {
  ActivityRegularization,
  activityRegularization,
  type ActivityRegularizationOptions,
} from './layers/regularization/activity-regularization.js';
export { AlphaDropout, alphaDropout, type AlphaDropoutOptions } from './layers/regularization/alpha-dropout.js';
export { Dropout, dropout, type DropoutOptions } from './layers/regularization/dropout.js';
export {
  GaussianDropout,
  gaussianDropout,
  type GaussianDropoutOptions,
} from './layers/regularization/gaussian-dropout.js';
export { GaussianNoise, gaussianNoise, type GaussianNoiseOptions } from './layers/regularization/gaussian-noise.js';
export { NoiseLayer, type NoiseOptions } from './layers/regularization/noise-layer.js';
export type { NoiseShape } from './layers/regularization/noise-shape.js';
export {
  SpatialDropout1D,
  spatialDropout1d,
  type SpatialDropout1DOptions,
  SpatialDropout2D,
  spatialDropout2d,
  SpatialDropout3D,
  spatialDropout3d,
  type SpatialDropoutOptions,
} from './layers/regularization/spatial-dropout.js';
export { CenterCrop, centerCrop, type CenterCropOptions } from './layers/reshaping/center-crop.js';
export {
  Cropping1D,
  cropping1d,
  type Cropping1DOptions,
  Cropping2D,
  cropping2d,
  type Cropping2DOptions,
  Cropping3D,
  cropping3d,
  type Cropping3DOptions,
} from './layers/reshaping/cropping.js';
export type { EdgeOptions, Ends } from './layers/reshaping/edges.js';
export { Flatten, flatten, type FlattenOptions } from './layers/reshaping/flatten.js';
export { Permute, permute, type PermuteOptions } from './layers/reshaping/permute.js';
export {
  PixelShuffle,
  pixelShuffle,
  type PixelShuffleOptions,
  PixelUnshuffle,
  pixelUnshuffle,
} from './layers/reshaping/pixel-shuffle.js';
export { RepeatVector, repeatVector, type RepeatVectorOptions } from './layers/reshaping/repeat-vector.js';
export { Rescaling, rescaling, type RescalingOptions } from './layers/reshaping/rescaling.js';
export { Reshape, reshape, type ReshapeOptions } from './layers/reshaping/reshape.js';
export type { Interpolation } from './layers/reshaping/resize-weights.js';
export { Resizing, resizing, type ResizingOptions } from './layers/reshaping/resizing.js';
export {
  UpSampling1D,
  upSampling1d,
  type UpSampling1DOptions,
  UpSampling2D,
  upSampling2d,
  type UpSampling2DOptions,
  UpSampling3D,
  upSampling3d,
  type UpSampling3DOptions,
} from './layers/reshaping/up-sampling.js';
export {
  ZeroPadding1D,
  zeroPadding1d,
  type ZeroPadding1DOptions,
  ZeroPadding2D,
  zeroPadding2d,
  type ZeroPadding2DOptions,
  ZeroPadding3D,
  zeroPadding3d,
  type ZeroPadding3DOptions,
} from './layers/reshaping/zero-padding.js';
export { circle, type CircleOptions } from './losses/circle.js';
export { contrastive, type ContrastiveOptions } from './losses/contrastive.js';
export { cosineSimilarity, type CosineSimilarityOptions } from './losses/cosine-similarity.js';
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  type CrossentropyOptions,
  sparseCategoricalCrossentropy,
  type SparseCrossentropyOptions,
} from './losses/crossentropy.js';
export { ctc } from './losses/ctc.js';
export type { EmbeddingDistance } from './losses/embedding-pairs.js';
export {
  binaryFocalCrossentropy,
  type BinaryFocalCrossentropyOptions,
  categoricalFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
} from './losses/focal-crossentropy.js';
export {
  categoricalGeneralizedCrossEntropy,
  type GeneralizedCrossEntropyOptions,
} from './losses/generalized-crossentropy.js';
export { categoricalHinge, hinge, squaredHinge } from './losses/hinge.js';
export { huber, type HuberOptions } from './losses/huber.js';
export { klDivergence } from './losses/kl-divergence.js';
export { logCosh } from './losses/log-cosh.js';
export { computeLoss, type ComputeLossOptions, type Loss, type LossOptions, type Reduction } from './losses/loss.js';
export { type LossConfig, lossConfig, lossFromConfig, type LossName } from './losses/named-loss.js';
export { dice, type DiceOptions, tversky, type TverskyOptions } from './losses/overlap.js';
export { poisson } from './losses/poisson.js';
export {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from './losses/regression.js';
export {
  tripletHard,
  type TripletHardOptions,
  tripletMargin,
  type TripletOptions,
  tripletSemiHard,
} from './losses/triplet.js';
export { type MeanMetric, meanMetric, type MeanMetricOptions } from './metrics/mean-metric.js';
export type { MeanPart, Metric, MetricBatch, MetricState } from './metrics/metric.js';
export * as metrics from './metrics/metrics.js';
export { type MetricConfig, metricConfig, metricFromConfig, type MetricName } from './metrics/named-metric.js';
export { type MetricInput, type MetricStream, streamMetric } from './metrics/stream-metric.js';
export { Functional, type FunctionalOptions, model } from './models/functional.js';
export { Model, type ModelOptions } from './models/model.js';
export { Sequential, sequential, type SequentialOptions } from './models/sequential.js';
export type { SummaryRow } from './models/summary.js';
export type { SerializedOption } from './named-option.js';
export type { RegularizerName, RegularizerOption } from './regularizers/named-regularizer.js';
export { l1, l1l2, l2 } from './regularizers/norms.js';
export { orthogonalRegularizer, type OrthogonalRegularizerOptions } from './regularizers/orthogonal-regularizer.js';
export type { Regularizer } from './regularizers/regularizer.js';
export { browserFiles } from './saving/browser-files.js';
export { httpStorage, type HttpStorageOptions } from './saving/http-storage.js';
export { loadModel, type LoadModelOptions } from './saving/load-model.js';
export { loadTfjsLayersModel, type LoadTfjsLayersModelOptions } from './saving/load-tfjs-layers-model.js';
export { memoryStorage } from './saving/memory-storage.js';
export type { ModelFiles, ModelStorage } from './saving/model-storage.js';
export type { ModelLocation } from './saving/resolve-storage.js';
export { readSafetensors, type Safetensors, writeSafetensors } from './saving/safetensors.js';
export type { SaveOptions } from './saving/save-model.js';
export { SeedGenerator } from './seed-generator.js';
export type { LayerReader, LayerTable, ReadLayer } from './serialization/layer-reader.js';
export { textTransformerFromConfig } from './serialization/text-transformers.js';
export { input, type InputOptions, type SymbolicTensor } from './symbolic-tensor.js';
export type { NonEmpty, ShapeList, TensorList } from './tensor-list.js';
export type { PerOutput } from './training/by-output.js';
export type {
  BatchLogs,
  Callback,
  Callbacks,
  EpochLogs,
  History,
  Logs,
  TestBatchLogs,
  TrainedModel,
  TrainingInfo,
} from './training/callback.js';
export type { ClassWeight } from './training/class-weights.js';
export {
  type FindLearningRateOptions,
  findLearningRate,
  type LearningRateCurve,
} from './training/find-learning-rate.js';
export type {
  BatchArrays,
  DatasetBatch,
  EvaluateOptions,
  FitDatasetOptions,
  FitOptions,
  PredictOptions,
  ValidationData,
  WatchOptions,
} from './training/fit-options.js';
export type { DataInput, DataInputs } from './training/host-data.js';
export type { CompileOptions } from './training/objective.js';
export type { EventListener, TrainingEvent } from './training/training-event.js';
export type { TrainingStep, TrainingStepResult } from './training/training-step.js';
export { type AddWeightOptions, assignWeight, type Weight, type WeightValues } from './weight.js';
