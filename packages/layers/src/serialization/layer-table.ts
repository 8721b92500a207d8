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
import { AdditiveAttention } from '../layers/attention/additive-attention.js';
import { Attention } from '../layers/attention/attention.js';
import { CachedMultiHeadAttention } from '../layers/attention/cached-multi-head-attention.js';
import { GroupedQueryAttention } from '../layers/attention/grouped-query-attention.js';
import { MultiHeadAttention } from '../layers/attention/multi-head-attention.js';
import { PositionEmbedding } from '../layers/attention/position-embedding.js';
import { ReversibleEmbedding } from '../layers/attention/reversible-embedding.js';
import { RotaryEmbedding } from '../layers/attention/rotary-embedding.js';
import { SinePositionEncoding } from '../layers/attention/sine-position-encoding.js';
import { TokenAndPositionEmbedding } from '../layers/attention/token-and-position-embedding.js';
import { TransformerDecoder } from '../layers/attention/transformer-decoder.js';
import { TransformerEncoder } from '../layers/attention/transformer-encoder.js';
import { AutoContrast } from '../layers/augmentation/auto-contrast.js';
import { CutMix } from '../layers/augmentation/cut-mix.js';
import { Equalization } from '../layers/augmentation/equalization.js';
import { MixUp } from '../layers/augmentation/mix-up.js';
import { RandomBrightness } from '../layers/augmentation/random-brightness.js';
import { RandomColorDegeneration } from '../layers/augmentation/random-color-degeneration.js';
import { RandomColorJitter } from '../layers/augmentation/random-color-jitter.js';
import { RandomContrast } from '../layers/augmentation/random-contrast.js';
import { RandomCrop } from '../layers/augmentation/random-crop.js';
import { RandomErasing } from '../layers/augmentation/random-erasing.js';
import { RandomFlip } from '../layers/augmentation/random-flip.js';
import { RandomGaussianBlur } from '../layers/augmentation/random-gaussian-blur.js';
import { RandomGrayscale } from '../layers/augmentation/random-grayscale.js';
import { RandomHue } from '../layers/augmentation/random-hue.js';
import { RandomInvert } from '../layers/augmentation/random-invert.js';
import { RandomPosterization } from '../layers/augmentation/random-posterization.js';
import { RandomRotation } from '../layers/augmentation/random-rotation.js';
import { RandomSaturation } from '../layers/augmentation/random-saturation.js';
import { RandomSharpness } from '../layers/augmentation/random-sharpness.js';
import { RandomShear } from '../layers/augmentation/random-shear.js';
import { RandomTranslation } from '../layers/augmentation/random-translation.js';
import { RandomZoom } from '../layers/augmentation/random-zoom.js';
import { Solarization } from '../layers/augmentation/solarization.js';
import { Conv1DTranspose } from '../layers/convolution/conv1d-transpose.js';
import { Conv1D } from '../layers/convolution/conv1d.js';
import { Conv2DTranspose } from '../layers/convolution/conv2d-transpose.js';
import { Conv2D } from '../layers/convolution/conv2d.js';
import { Conv3DTranspose } from '../layers/convolution/conv3d-transpose.js';
import { Conv3D } from '../layers/convolution/conv3d.js';
import { DepthwiseConv1D } from '../layers/convolution/depthwise-conv1d.js';
import { DepthwiseConv2D } from '../layers/convolution/depthwise-conv2d.js';
import { SeparableConv1D } from '../layers/convolution/separable-conv1d.js';
import { SeparableConv2D } from '../layers/convolution/separable-conv2d.js';
import { Dense } from '../layers/core/dense.js';
import { EinsumDense } from '../layers/core/einsum-dense.js';
import { Embedding } from '../layers/core/embedding.js';
import { Identity } from '../layers/core/identity.js';
import { Masking } from '../layers/core/masking.js';
import { Add } from '../layers/merging/add.js';
import { Average } from '../layers/merging/average.js';
import { Concatenate } from '../layers/merging/concatenate.js';
import { Dot } from '../layers/merging/dot.js';
import { Maximum } from '../layers/merging/maximum.js';
import { Minimum } from '../layers/merging/minimum.js';
import { Multiply } from '../layers/merging/multiply.js';
import { Subtract } from '../layers/merging/subtract.js';
import { BatchNormalization } from '../layers/normalization/batch-normalization.js';
import { GroupNormalization } from '../layers/normalization/group-normalization.js';
import { InstanceNormalization } from '../layers/normalization/instance-normalization.js';
import { LayerNormalization } from '../layers/normalization/layer-normalization.js';
import { Normalization } from '../layers/normalization/normalization.js';
import { RMSNormalization } from '../layers/normalization/rms-normalization.js';
import { UnitNormalization } from '../layers/normalization/unit-normalization.js';
import {
  AdaptiveAveragePooling1D,
  AdaptiveAveragePooling2D,
  AdaptiveAveragePooling3D,
} from '../layers/pooling/adaptive-average-pooling.js';
import {
  AdaptiveMaxPooling1D,
  AdaptiveMaxPooling2D,
  AdaptiveMaxPooling3D,
} from '../layers/pooling/adaptive-max-pooling.js';
import { AveragePooling1D, AveragePooling2D, AveragePooling3D } from '../layers/pooling/average-pooling.js';
import {
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling3D,
} from '../layers/pooling/global-average-pooling.js';
import { GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D } from '../layers/pooling/global-max-pooling.js';
import { MaxPooling1D, MaxPooling2D, MaxPooling3D } from '../layers/pooling/max-pooling.js';
import { CategoryEncoding } from '../layers/preprocessing/category-encoding.js';
import { Discretization } from '../layers/preprocessing/discretization.js';
import { IntegerLookup } from '../layers/preprocessing/integer-lookup.js';
import { MelSpectrogram } from '../layers/preprocessing/mel-spectrogram.js';
import { STFTSpectrogram } from '../layers/preprocessing/stft-spectrogram.js';
import { ConvLSTMCell } from '../layers/recurrent/conv-lstm-cell.js';
import { ConvLSTM1D, ConvLSTM2D, ConvLSTM3D } from '../layers/recurrent/conv-lstm.js';
import { GRUCell } from '../layers/recurrent/gru-cell.js';
import { GRU } from '../layers/recurrent/gru.js';
import { LSTMCell } from '../layers/recurrent/lstm-cell.js';
import { LSTM } from '../layers/recurrent/lstm.js';
import { SimpleRNNCell } from '../layers/recurrent/simple-rnn-cell.js';
import { SimpleRNN } from '../layers/recurrent/simple-rnn.js';
import { ActivityRegularization } from '../layers/regularization/activity-regularization.js';
import { AlphaDropout } from '../layers/regularization/alpha-dropout.js';
import { Dropout } from '../layers/regularization/dropout.js';
import { GaussianDropout } from '../layers/regularization/gaussian-dropout.js';
import { GaussianNoise } from '../layers/regularization/gaussian-noise.js';
import { SpatialDropout1D, SpatialDropout2D, SpatialDropout3D } from '../layers/regularization/spatial-dropout.js';
import { CenterCrop } from '../layers/reshaping/center-crop.js';
import { Cropping1D, Cropping2D, Cropping3D } from '../layers/reshaping/cropping.js';
import { Flatten } from '../layers/reshaping/flatten.js';
import { Permute } from '../layers/reshaping/permute.js';
import { PixelShuffle, PixelUnshuffle } from '../layers/reshaping/pixel-shuffle.js';
import { RepeatVector } from '../layers/reshaping/repeat-vector.js';
import { Rescaling } from '../layers/reshaping/rescaling.js';
import { Reshape } from '../layers/reshaping/reshape.js';
import { Resizing } from '../layers/reshaping/resizing.js';
import { UpSampling1D, UpSampling2D, UpSampling3D } from '../layers/reshaping/up-sampling.js';
import { ZeroPadding1D, ZeroPadding2D, ZeroPadding3D } from '../layers/reshaping/zero-padding.js';
import { type LayerTable, plainReader } from './layer-reader.js';
import { readFunctional, readSequential } from './read-model.js';
import { readSpectralNormalization } from './read-normalization.js';
import { readBidirectional, readRNN, readStackedRNNCells, readTimeDistributed } from './read-recurrent.js';

/** Readers by name of the class, one line each. */
export const layerTable: LayerTable = {
  Activation: plainReader(Activation),
  ActivityRegularization: plainReader(ActivityRegularization),
  AdaptiveAveragePooling1D: plainReader(AdaptiveAveragePooling1D),
  AdaptiveAveragePooling2D: plainReader(AdaptiveAveragePooling2D),
  AdaptiveAveragePooling3D: plainReader(AdaptiveAveragePooling3D),
  AdaptiveMaxPooling1D: plainReader(AdaptiveMaxPooling1D),
  AdaptiveMaxPooling2D: plainReader(AdaptiveMaxPooling2D),
  AdaptiveMaxPooling3D: plainReader(AdaptiveMaxPooling3D),
  Add: plainReader(Add),
  AdditiveAttention: plainReader(AdditiveAttention),
  AlphaDropout: plainReader(AlphaDropout),
  Attention: plainReader(Attention),
  AutoContrast: plainReader(AutoContrast),
  Average: plainReader(Average),
  AveragePooling1D: plainReader(AveragePooling1D),
  AveragePooling2D: plainReader(AveragePooling2D),
  AveragePooling3D: plainReader(AveragePooling3D),
  BatchNormalization: plainReader(BatchNormalization),
  Bidirectional: readBidirectional,
  CachedMultiHeadAttention: plainReader(CachedMultiHeadAttention),
  CategoryEncoding: plainReader(CategoryEncoding),
  CenterCrop: plainReader(CenterCrop),
  Concatenate: plainReader(Concatenate),
  Conv1D: plainReader(Conv1D),
  Conv1DTranspose: plainReader(Conv1DTranspose),
  Conv2D: plainReader(Conv2D),
  Conv2DTranspose: plainReader(Conv2DTranspose),
  Conv3D: plainReader(Conv3D),
  Conv3DTranspose: plainReader(Conv3DTranspose),
  ConvLSTM1D: plainReader(ConvLSTM1D),
  ConvLSTM2D: plainReader(ConvLSTM2D),
  ConvLSTM3D: plainReader(ConvLSTM3D),
  ConvLSTMCell: plainReader(ConvLSTMCell),
  Cropping1D: plainReader(Cropping1D),
  Cropping2D: plainReader(Cropping2D),
  Cropping3D: plainReader(Cropping3D),
  CutMix: plainReader(CutMix),
  Dense: plainReader(Dense),
  DepthwiseConv1D: plainReader(DepthwiseConv1D),
  DepthwiseConv2D: plainReader(DepthwiseConv2D),
  Discretization: plainReader(Discretization),
  Dot: plainReader(Dot),
  Dropout: plainReader(Dropout),
  ELU: plainReader(ELU),
  EinsumDense: plainReader(EinsumDense),
  Embedding: plainReader(Embedding),
  Equalization: plainReader(Equalization),
  Exponential: plainReader(Exponential),
  Flatten: plainReader(Flatten),
  Functional: readFunctional,
  GELU: plainReader(GELU),
  GRU: plainReader(GRU),
  GRUCell: plainReader(GRUCell),
  GaussianDropout: plainReader(GaussianDropout),
  GaussianNoise: plainReader(GaussianNoise),
  GlobalAveragePooling1D: plainReader(GlobalAveragePooling1D),
  GlobalAveragePooling2D: plainReader(GlobalAveragePooling2D),
  GlobalAveragePooling3D: plainReader(GlobalAveragePooling3D),
  GlobalMaxPooling1D: plainReader(GlobalMaxPooling1D),
  GlobalMaxPooling2D: plainReader(GlobalMaxPooling2D),
  GlobalMaxPooling3D: plainReader(GlobalMaxPooling3D),
  GroupNormalization: plainReader(GroupNormalization),
  GroupQueryAttention: plainReader(GroupedQueryAttention),
  HardSigmoid: plainReader(HardSigmoid),
  HardSwish: plainReader(HardSwish),
  Identity: plainReader(Identity),
  InstanceNormalization: plainReader(InstanceNormalization),
  IntegerLookup: plainReader(IntegerLookup),
  LSTM: plainReader(LSTM),
  LSTMCell: plainReader(LSTMCell),
  LayerNormalization: plainReader(LayerNormalization),
  LeakyReLU: plainReader(LeakyReLU),
  LogSoftmax: plainReader(LogSoftmax),
  Masking: plainReader(Masking),
  MaxPooling1D: plainReader(MaxPooling1D),
  MaxPooling2D: plainReader(MaxPooling2D),
  MaxPooling3D: plainReader(MaxPooling3D),
  Maximum: plainReader(Maximum),
  MelSpectrogram: plainReader(MelSpectrogram),
  Minimum: plainReader(Minimum),
  Mish: plainReader(Mish),
  MixUp: plainReader(MixUp),
  MultiHeadAttention: plainReader(MultiHeadAttention),
  Multiply: plainReader(Multiply),
  Normalization: plainReader(Normalization),
  PReLU: plainReader(PReLU),
  Permute: plainReader(Permute),
  PixelShuffle: plainReader(PixelShuffle),
  PixelUnshuffle: plainReader(PixelUnshuffle),
  PositionEmbedding: plainReader(PositionEmbedding),
  RMSNormalization: plainReader(RMSNormalization),
  RNN: readRNN,
  RandomBrightness: plainReader(RandomBrightness),
  RandomColorDegeneration: plainReader(RandomColorDegeneration),
  RandomColorJitter: plainReader(RandomColorJitter),
  RandomContrast: plainReader(RandomContrast),
  RandomCrop: plainReader(RandomCrop),
  RandomErasing: plainReader(RandomErasing),
  RandomFlip: plainReader(RandomFlip),
  RandomGaussianBlur: plainReader(RandomGaussianBlur),
  RandomGrayscale: plainReader(RandomGrayscale),
  RandomHue: plainReader(RandomHue),
  RandomInvert: plainReader(RandomInvert),
  RandomPosterization: plainReader(RandomPosterization),
  RandomRotation: plainReader(RandomRotation),
  RandomSaturation: plainReader(RandomSaturation),
  RandomSharpness: plainReader(RandomSharpness),
  RandomShear: plainReader(RandomShear),
  RandomTranslation: plainReader(RandomTranslation),
  RandomZoom: plainReader(RandomZoom),
  ReLU: plainReader(ReLU),
  RepeatVector: plainReader(RepeatVector),
  Rescaling: plainReader(Rescaling),
  Reshape: plainReader(Reshape),
  Resizing: plainReader(Resizing),
  ReversibleEmbedding: plainReader(ReversibleEmbedding),
  RotaryEmbedding: plainReader(RotaryEmbedding),
  SELU: plainReader(SELU),
  STFTSpectrogram: plainReader(STFTSpectrogram),
  SeparableConv1D: plainReader(SeparableConv1D),
  SeparableConv2D: plainReader(SeparableConv2D),
  Sequential: readSequential,
  SiLU: plainReader(SiLU),
  Sigmoid: plainReader(Sigmoid),
  SimpleRNN: plainReader(SimpleRNN),
  SimpleRNNCell: plainReader(SimpleRNNCell),
  SinePositionEncoding: plainReader(SinePositionEncoding),
  Softmax: plainReader(Softmax),
  Softplus: plainReader(Softplus),
  Softsign: plainReader(Softsign),
  Solarization: plainReader(Solarization),
  SpatialDropout1D: plainReader(SpatialDropout1D),
  SpatialDropout2D: plainReader(SpatialDropout2D),
  SpatialDropout3D: plainReader(SpatialDropout3D),
  SpectralNormalization: readSpectralNormalization,
  StackedRNNCells: readStackedRNNCells,
  Subtract: plainReader(Subtract),
  Tanh: plainReader(Tanh),
  ThresholdedReLU: plainReader(ThresholdedReLU),
  TimeDistributed: readTimeDistributed,
  TokenAndPositionEmbedding: plainReader(TokenAndPositionEmbedding),
  TransformerDecoder: plainReader(TransformerDecoder),
  TransformerEncoder: plainReader(TransformerEncoder),
  UnitNormalization: plainReader(UnitNormalization),
  UpSampling1D: plainReader(UpSampling1D),
  UpSampling2D: plainReader(UpSampling2D),
  UpSampling3D: plainReader(UpSampling3D),
  ZeroPadding1D: plainReader(ZeroPadding1D),
  ZeroPadding2D: plainReader(ZeroPadding2D),
  ZeroPadding3D: plainReader(ZeroPadding3D),
};
