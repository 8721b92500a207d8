/** The mistakes that are made most, as programs that end in an error. */
import { NdArray } from '@isograd/core';
import { sgd } from '@isograd/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { activation } from '../layers/activations/activation.js';
import { averagePooling2d } from '../layers/pooling/average-pooling.js';
import { maxPooling2d } from '../layers/pooling/max-pooling.js';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { conv1d } from '../layers/convolution/conv1d.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { lambda } from '../layers/core/lambda.js';
import { earlyStopping } from '../callbacks/early-stopping.js';
import { multiHeadAttention } from '../layers/attention/multi-head-attention.js';
import { concatenate } from '../layers/merging/concatenate.js';
import { add } from '../layers/merging/add.js';
import { groupNormalization } from '../layers/normalization/group-normalization.js';
import { bidirectional } from '../layers/recurrent/bidirectional.js';
import { lstm } from '../layers/recurrent/lstm.js';
import { timeDistributed } from '../layers/recurrent/time-distributed.js';
import { loadModel } from '../saving/load-model.js';
import { memoryStorage } from '../saving/memory-storage.js';
import { embedding } from '../layers/core/embedding.js';
import { dropout } from '../layers/regularization/dropout.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { reshape } from '../layers/reshaping/reshape.js';
import type { Layer } from '../layer.js';
import { sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { huber } from '../losses/huber.js';
import { model } from '../models/functional.js';
import { sequential } from '../models/sequential.js';
import { input } from '../symbolic-tensor.js';

/** A program that somebody may write by mistake. */
export interface Mistake {
  /** What is wrong with it. */
  readonly name: string;
  /** The whole message that it ends in. */
  readonly message: string;
  /** Runs it; it throws, or returns a promise that rejects. */
  readonly make: () => unknown;
}

const zeros = (...shape: number[]): NdArray => NdArray.zeros(shape);
const chain = (...layers: Layer[]): ReturnType<typeof sequential> => sequential({ layers, name: 'net', seed: 0 });
const classifier = (): ReturnType<typeof sequential> => {
  const net = chain(dense({ units: 3, name: 'head', inputShape: [4] }));
  net.compile({ optimizer: 'adam', loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
  return net;
};
const regressor = (units = 1): ReturnType<typeof sequential> => {
  const net = chain(dense({ units, name: 'head', inputShape: [4] }));
  net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return net;
};

export const mistakes: readonly Mistake[] = [
  // Options of layers
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
  // Shapes between layers
  {
    name: 'images into dense',
    message: `Sequential "net" › Conv2D "conv2d": its input must have 4 axes.
  received [batch, 8, 8]; expected [batch, height, width, channels]
  fix: add or split axes: one channel makes inputShape [height, width, 1].  [SHAPE_RANK]`,
    make: () => chain(conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8] })),
  },
  {
    name: 'a window larger than the image',
    message: `Sequential "net" › MaxPooling2D "max_pooling2d": its window 4x4 does not fit into the input, so that nothing would come out.
  received [batch, 3, 3, 1]; expected an input at least as large as the window (the output would be [batch, 0, 0])
  fix: use padding 'same', a smaller window or stride, or fewer pooling layers before this one.  [SHAPE_EMPTY_OUTPUT]`,
    make: () => chain(maxPooling2d({ poolSize: 4, inputShape: [3, 3, 1] })),
  },
  {
    name: 'a flat input into a convolution',
    message: `Sequential "net" › Conv2D "conv2d": its input must have 4 axes.
  received [batch, 64]; expected [batch, height, width, channels]
  fix: add or split axes: one channel makes inputShape [height, width, 1].  [SHAPE_RANK]`,
    make: () => chain(flatten({ inputShape: [8, 8, 1] }), conv2d({ filters: 4, kernelSize: 3 })),
  },
  {
    name: 'an image into conv1d',
    message: `Sequential "net" › Conv1D "conv1d": its input must have 3 axes.
  received [batch, 8, 8, 1]; expected [batch, time, channels]
  fix: add or split axes: one channel makes inputShape [time, 1].  [SHAPE_RANK]`,
    make: () => chain(conv1d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1] })),
  },
  {
    name: 'a reshape of another size',
    message: `Sequential "net" › Reshape "reshape": the target shape must hold as many elements as the input.
  received [24]; expected [5, 5]
  fix: correct targetShape; one axis may be -1 and takes what remains.  [RESHAPE_SIZE]`,
    make: () => chain(reshape({ targetShape: [5, 5], inputShape: [24] })),
  },
  {
    name: 'groups that do not divide the channels',
    message: `Sequential "net" › Conv2D "conv2d": option "groups" is out of its range.
  received 2; expected a divisor of the 3 input channels
  fix: pass groups: a divisor of the 3 input channels.  [LAYER_OPTION]`,
    make: () => chain(conv2d({ filters: 4, kernelSize: 1, groups: 2, inputShape: [4, 4, 3] })),
  },
  {
    name: 'too many poolings',
    message: `Sequential "net" › AveragePooling2D "average_pooling2d_1": its window 2x2 does not fit into the input, so that nothing would come out.
  received [batch, 1, 1, 1]; expected an input at least as large as the window (the output would be [batch, 0, 0])
  fix: use padding 'same', a smaller window or stride, or fewer pooling layers before this one.  [SHAPE_EMPTY_OUTPUT]`,
    make: () => chain(averagePooling2d({ inputShape: [2, 2, 1] }), averagePooling2d()),
  },
  {
    name: 'a layer that was built for another size',
    message: `Sequential "sequential" › Dense "shared": the last axis of its input must have size 4 (kernel is [4, 2]).
  received [batch, 5]; expected [batch, ..., 4]
  fix: add flatten() or reshape() before this layer, or build it for inputShape [5].  [SHAPE_LAST_AXIS]`,
    make: async () => {
      const shared = dense({ units: 2, name: 'shared' });
      await chain(shared, flatten()).predict(zeros(1, 4));
      return sequential({ layers: [shared], inputShape: [5] });
    },
  },
  {
    name: 'rows into a recurrent layer',
    message: `Sequential "net" › LSTM "lstm": its input must be a sequence: batch, time, and the axes of one frame.
  received [batch, 8]; expected [batch, time, ...] with at least one frame
  fix: add the axis of time with reshape(), or pass returnSequences: true to the recurrent layer before this one.  [SHAPE_SEQUENCE]`,
    make: () => chain(lstm({ units: 4, inputShape: [8] })),
  },
  {
    name: 'one state too few',
    message: `LSTM "lstm": the states that it starts with are some of its states only, or too many.
  received 1 behind the sequence; expected 2, one for each state
  fix: pass [x, ...states] with the states that returnState gives, in their order.  [STATE_COUNT]`,
    make: () => lstm({ units: 4 }).apply([input({ shape: [5, 3] }), input({ shape: [4] })]),
  },
  {
    name: 'a layer that cannot be run backwards',
    message: `bidirectional: option "layer" must be a recurrent layer.
  received an instance of Dense; expected what lstm(), gru(), simpleRNN(), rnn() or convLSTM1d() to convLSTM3d() return
  fix: pass the recurrent layer; a cell goes into rnn({ cell }) first.  [RECURRENT_LAYER_EXPECTED]`,
    make: () => bidirectional({ layer: dense({ units: 2 }) as never }),
  },
  {
    name: 'time that is not there',
    message: `Sequential "net" › TimeDistributed "time_distributed": its input must be a sequence: batch, time, and the axes of one frame.
  received [batch, 4]; expected [batch, time, ...] with at least one frame
  fix: add the axis of time with reshape(), or pass returnSequences: true to the recurrent layer before this one.  [SHAPE_SEQUENCE]`,
    make: () => chain(timeDistributed({ layer: dense({ units: 2 }), inputShape: [4] })),
  },
  {
    name: 'no heads',
    message: `multiHeadAttention: option "numHeads" is out of its range.
  received 0; expected a positive integer
  fix: pass numHeads: a positive integer.  [LAYER_OPTION]`,
    make: () => multiHeadAttention({ numHeads: 0, keyDim: 8 }),
  },
  {
    name: 'keys of other examples',
    message: `MultiHeadAttention "multi_head_attention": value has the wrong number of axes.
  received [batch, 8]; expected [batch, time, features]
  fix: bring query, value and key to [batch, time, features].  [ATTENTION_RANK]`,
    make: () => multiHeadAttention({ numHeads: 2, keyDim: 8 }).apply([input({ shape: [5, 8] }), input({ shape: [8] })]),
  },
  {
    name: 'sums of other shapes',
    message: `Add "add": its inputs 0 and 1 (counted from 0) do not broadcast against each other.
  received [batch, 4] and [batch, 3]; expected the same batch, and in each other axis, aligned at the last, the same size or 1
  fix: bring both to one shape before: dense() or conv2d() for the channels, reshape() for the axes.  [MERGE_SHAPES]`,
    make: () => add().apply([input({ shape: [4] }), input({ shape: [3] })]),
  },
  {
    name: 'lists that join on no axis',
    message: `Concatenate "concatenate": its inputs 0 and 1 (counted from 0) differ beside the axis 2 along which they are joined.
  received [batch, 4, 2] and [batch, 3, 2]; expected equal sizes in all axes but 2
  fix: crop, pad or pool one of them, or choose another axis.  [CONCATENATE_SHAPES]`,
    make: () => concatenate().apply([input({ shape: [4, 2] }), input({ shape: [3, 2] })]),
  },
  {
    name: 'groups that do not divide',
    message: `Sequential "net" › GroupNormalization "group_normalization": option "groups" is out of its range.
  received 4; expected a divisor of the 6 channels
  fix: pass groups: a divisor of the 6 channels.  [LAYER_OPTION]`,
    make: () => chain(groupNormalization({ groups: 4, inputShape: [8, 6] })),
  },
  // Models
  {
    name: 'a model without layers',
    message: `Sequential "sequential": a model needs at least one layer.
  received none; expected one or more
  fix: pass layers: [dense({ units: 10, inputShape: [784] })].  [MODEL_EMPTY]`,
    make: () => sequential().predict(zeros(1, 2)),
  },
  {
    name: 'a list of lists of layers',
    message: `Sequential "sequential": it is made of layers.
  received an array; expected layers: [dense({ units: 10 }), ...]
  fix: pass what a factory of layers returns; two copies of this package in a program have different layers.  [NOT_A_LAYER]`,
    make: () => sequential({ layers: [[dense({ units: 1 })]] as never }),
  },
  {
    name: 'a summary before the shape is known',
    message: `Sequential "net": the shape of the input is not known yet.
  received a first layer without inputShape; expected an inputShape
  fix: give the first layer an inputShape (without the batch axis), or call fit or predict, which take it from the data.  [MODEL_INPUT_SHAPE]`,
    make: () => chain(dense({ units: 1 })).summary(),
  },
  {
    name: 'training before compile',
    message: `Sequential "net": fit of Sequential "net" needs an optimizer and a loss.
  received a model that was not compiled; expected compile() before
  fix: call model.compile({ optimizer: adam(), loss: 'meanSquaredError' }).  [MODEL_NOT_COMPILED]`,
    make: () => chain(dense({ units: 1, inputShape: [4] })).fit(zeros(2, 4), zeros(2, 1)),
  },
  {
    name: 'two layers of one name',
    message: `Sequential "net": names of layers must be unique within a model.
  received two layers named "a"; expected one
  fix: rename one of them, or leave the name out to have it numbered.  [NAME_TWICE]`,
    make: () => chain(dense({ units: 1, name: 'a', inputShape: [2] }), dense({ units: 1, name: 'a' })),
  },
  {
    name: 'a layer added to a built model',
    message: `Sequential "net": layers cannot be added any more.
  received add() after the model was built; expected all layers before the first use
  fix: add the layers first, or make a new model around this one.  [MODEL_FIXED]`,
    make: () => {
      const net = chain(dense({ units: 1, inputShape: [2] }));
      net.initialize();
      net.add(dense({ units: 1 }));
    },
  },
  {
    name: 'an output that needs another input',
    message: `Functional "functional": an output depends on an input that is not among the inputs of the model.
  received input "b" inside the graph; expected every input listed in \`inputs\`
  fix: add it: model({ inputs: [..., b], outputs }).  [GRAPH_INPUT]`,
    make: () => {
      const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
      return model({ inputs: a, outputs: dense({ units: 1 }).apply(b) });
    },
  },
  {
    name: 'a tensor where a symbolic one belongs',
    message: `Dense "dense": apply() takes symbolic tensors.
  received "x"; expected what input() or the apply() of another layer returned
  fix: draw the model with input(); to compute with a tensor use model.predict(x) or model.run([x], { training: false }).  [NOT_SYMBOLIC]`,
    make: () => dense({ units: 1 }).apply('x' as never),
  },
  {
    name: 'a layer that is no part of the model',
    message: `Sequential "net": the model has no layer of this name.
  received "tail"; expected one of head
  fix: layers are numbered within the model; summary() lists them.  [LAYER_NAME]`,
    make: () => classifier().getLayer('tail'),
  },
  {
    name: 'a layer run before it is built',
    message: `Dense "lone": it has no weights yet.
  received a call before build; expected a built layer
  fix: use it in a model and call model.initialize(), or fit, which builds.  [LAYER_NOT_BUILT]`,
    make: () =>
      tf.tidy(() => dense({ units: 1, name: 'lone' }).run([tf.zeros([1, 2])], { training: false }) as tf.Tensor),
  },
  {
    name: 'a model used after dispose',
    message: `Sequential "net": it was disposed and its weights are gone.
  received a use after dispose; expected a layer that was not disposed
  fix: make a new layer.  [LAYER_DISPOSED]`,
    make: () => {
      const net = classifier();
      net.initialize();
      net.dispose();
      return net.predict(zeros(1, 4));
    },
  },
  // compile
  {
    name: 'a misspelt loss',
    message: `compile of Sequential "net": there is no loss of this name.
  received "meanSquareError"; expected one of meanSquaredError, meanAbsoluteError, meanAbsolutePercentageError, meanSquaredLogarithmicError, huber, logCosh, cosineSimilarity, binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy, binaryFocalCrossentropy, categoricalFocalCrossentropy, categoricalGeneralizedCrossEntropy, hinge, squaredHinge, categoricalHinge, klDivergence, poisson, dice, tversky, ctc, circle, contrastive, tripletSemiHard, tripletHard, tripletMargin, mse, mae, mape, msle, bce, kld, kullbackLeiblerDivergence, cosineProximity, logcosh
  fix: write 'meanSquaredError', or pass the loss itself.  [NAME_UNKNOWN]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({ optimizer: 'adam', loss: 'meanSquareError' as never }),
  },
  {
    name: 'a misspelt optimizer',
    message: `compile of Sequential "net": there is no optimizer of this name.
  received "admm"; expected one of sgd, rmsprop, adam, adamw
  fix: write 'adam', or pass the optimizer itself.  [NAME_UNKNOWN]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({ optimizer: 'admm' as never, loss: 'meanSquaredError' }),
  },
  {
    name: 'a misspelt metric',
    message: `compile of Sequential "net": there is no metric of this name.
  received "acuracy"; expected one of accuracy, crossentropy, sparseCategoricalAccuracy, categoricalAccuracy, binaryAccuracy, topKCategoricalAccuracy, sparseTopKCategoricalAccuracy, auc, truePositives, trueNegatives, falsePositives, falseNegatives, pearsonCorrelation, concordanceCorrelation, fBetaScore, f1Score, meanSquaredError, meanAbsoluteError, meanAbsolutePercentageError, meanSquaredLogarithmicError, hinge, squaredHinge, categoricalHinge, klDivergence, poisson, binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy, psnr, ssim, perplexity, precision, recall, r2Score, mean, sum, rootMeanSquaredError, logCoshError, cosineSimilarity, acc, ce, mse, mae, mape, msle, rmse, bce, kld, cosine, cosineProximity, kullbackLeiblerDivergence
  fix: write 'accuracy', or pass the metric itself.  [NAME_UNKNOWN]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: 'meanSquaredError',
        metrics: ['acuracy' as never],
      }),
  },
  {
    name: 'a loss for an output that is not there',
    message: `compile of Sequential "net": option "loss" names an output that the model does not have.
  received "tail"; expected some of head
  fix: outputs are named after the layers that make them: give those a name.  [OUTPUT_NAME]`,
    make: () =>
      chain(dense({ units: 1, name: 'head', inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: { tail: 'meanSquaredError' } as never,
      }),
  },
  {
    name: 'more losses than outputs',
    message: `compile of Sequential "net": a list for option "loss" has one value for each output.
  received 2 values; expected 1: dense
  fix: pass one value for all outputs, a list in their order, or values by name.  [OUTPUT_VALUES]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: ['meanSquaredError', 'meanSquaredError'],
      }),
  },
  {
    name: 'a negative learning rate',
    message: `withLearningRate: a learning rate must not be negative; updates carry their minus sign already.
  received learningRate -0.1; expected a finite number of at least 0, or a schedule
  fix: pass a number such as 0.001, or a schedule such as cosineDecay({ initialLearningRate: 0.001, decaySteps: 1000 }).  [LEARNING_RATE]`,
    make: () => sgd({ learningRate: -0.1 }),
  },
  {
    name: 'a negative delta',
    message: `huber: option "delta" is out of its range.
  received -1; expected a positive number
  fix: pass delta: a positive number.  [LAYER_OPTION]`,
    make: () => huber({ delta: -1 }),
  },
  // Data
  {
    name: 'an input of another width',
    message: `fit of Sequential "net": input "input" has another shape than the model was made for.
  received float32 [2, 5]; expected float32 [batch, 4]
  fix: reshape the data, keeping the first axis for examples, or make the model for this shape.  [INPUT_SHAPE]`,
    make: () => classifier().fit(zeros(2, 5), Int32Array.of(0, 1)),
  },
  {
    name: 'an input without a batch axis',
    message: `predict of Sequential "net": input "input" has another shape than the model was made for.
  received float32 [4]; expected float32 [batch, 4]
  fix: reshape the data, keeping the first axis for examples, or make the model for this shape.  [INPUT_SHAPE]`,
    make: () => classifier().predict(zeros(4)),
  },
  {
    name: 'targets of another number',
    message: `fit of Sequential "net": inputs, targets and sample weights must have the same number of examples.
  received 3 and 2; expected equal first axes
  fix: check how the data were split.  [DATA_SIZES]`,
    make: () => classifier().fit(zeros(3, 4), Int32Array.of(0, 1)),
  },
  {
    name: 'one-hot rows for a sparse loss',
    message: `fit of Sequential "net", sparseCategoricalCrossentropy: targets do not fit the output of the model.
  received [2, 3]; expected [batch] (class numbers for an output of [batch, 3])
  fix: pass one integer an example, or use categoricalCrossentropy for one-hot rows.  [TARGET_SHAPE]`,
    make: () => classifier().fit(zeros(2, 4), zeros(2, 3)),
  },
  {
    name: 'labels that count from 1',
    message: `fit of Sequential "net", sparseCategoricalCrossentropy: a label must be the number of a class, and the model has 3.
  received label 3 at example 2; expected integers from 0 to 2
  fix: count classes from 0, or give the last layer as many units as there are classes.  [LABEL_RANGE]`,
    make: () => classifier().fit(zeros(3, 4), Int32Array.of(1, 2, 3)),
  },
  {
    name: 'class numbers for a loss of one-hot rows',
    message: `fit of Sequential "net", categoricalCrossentropy: targets do not fit the output of the model.
  received [2]; expected [batch, 3]
  fix: give targets the shape of the output of the model.  [TARGET_SHAPE]`,
    make: () => {
      const net = chain(dense({ units: 3, activation: 'softmax', inputShape: [4] }));
      net.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
      return net.fit(zeros(2, 4), Int32Array.of(0, 1));
    },
  },
  {
    name: 'targets above 1 for a binary loss',
    message: `fit of Sequential "net", binaryCrossentropy: targets of a cross-entropy are probabilities.
  received 255 at example 1; expected numbers from 0 to 1
  fix: use sparseCategoricalCrossentropy for integer labels, or meanSquaredError for other numbers.  [TARGET_RANGE]`,
    make: () => {
      const net = chain(dense({ units: 1, activation: 'sigmoid', inputShape: [4] }));
      net.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
      return net.fit(zeros(2, 4), [0, 255]);
    },
  },
  {
    name: 'a missing value',
    message: `fit of Sequential "net": input "input" holds a value that is not finite; training would turn every weight into NaN.
  received NaN at example 0, position [2]; expected finite numbers
  fix: drop or impute missing values before training.  [DATA_NOT_FINITE]`,
    make: () => regressor().fit(new NdArray(Float32Array.of(0, 1, Number.NaN, 3), [1, 4]), [1]),
  },
  {
    name: 'targets of another width',
    message: `fit of Sequential "net", meanSquaredError: targets do not fit the output of the model.
  received [3, 5]; expected [batch, 2]
  fix: give targets the shape of the output of the model.  [TARGET_SHAPE]`,
    make: () => regressor(2).fit(zeros(3, 4), zeros(3, 5)),
  },
  {
    name: 'no examples',
    message: `fit of Sequential "net": there is nothing to compute with: the data set is empty.
  received 0 examples; expected at least one
  fix: check the filters and the split that made it, and that an iterator was not used up before.  [DATA_EMPTY]`,
    make: () => regressor().fit(zeros(0, 4), zeros(0, 1)),
  },
  {
    name: 'nested lists as data',
    message: `fit of Sequential "net": input "input" has another shape than the model was made for.
  received float32 [4]; expected float32 [batch, 4]
  fix: reshape the data, keeping the first axis for examples, or make the model for this shape.  [INPUT_SHAPE]`,
    make: () => regressor().fit([[1, 2, 3, 4]] as never, [1]),
  },
  {
    name: 'two inputs for a model of one',
    message: `fit of Sequential "net": it takes one input.
  received 2; expected 1
  fix: pass one tensor for each input, in their order.  [INPUT_COUNT]`,
    make: () => regressor().fit([zeros(2, 4), zeros(2, 4)], zeros(2, 1)),
  },
  {
    name: 'an unknown token',
    message: `predict of Sequential "net", Embedding "embedding": an embedding has one vector for each number, and this one has 10.
  received 10 at position 2 of the data; expected integers from 0 to 9
  fix: raise inputDim to the largest number plus one, or map rare tokens to one number.  [EMBEDDING_RANGE]`,
    make: () =>
      chain(embedding({ inputDim: 10, outputDim: 2, inputShape: [3] })).predict(
        Int32Array.of(1, 2, 10) && new NdArray(Int32Array.of(1, 2, 10), [1, 3]),
      ),
  },
  {
    name: 'tokens with fractions',
    message: `predict of Sequential "net": its input has the wrong dtype.
  received numbers with fractions; expected integers
  fix: round them, or use a layer that takes float32.  [INPUT_DTYPE]`,
    make: () =>
      chain(embedding({ inputDim: 10, outputDim: 2, inputShape: [1] })).predict(
        new NdArray(Float32Array.of(1.5), [1, 1]),
      ),
  },
  {
    name: 'an empty batch size',
    message: `fit of Sequential "net": option "batchSize" is out of its range.
  received 0; expected a positive integer
  fix: pass batchSize: a positive integer.  [LAYER_OPTION]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { batchSize: 0 }),
  },
  {
    name: 'all examples held back',
    message: `fit of Sequential "net": option "validationSplit" is out of its range.
  received 1; expected a number from 0 up to, not including, 1
  fix: pass validationSplit: a number from 0 up to, not including, 1.  [LAYER_OPTION]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { validationSplit: 1 }),
  },
  {
    name: 'weights of another number',
    message: `fit of Sequential "net": inputs, targets and sample weights must have the same number of examples.
  received 2 and 1; expected equal first axes
  fix: check how the data were split.  [DATA_SIZES]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { sampleWeight: [1] }),
  },
  {
    name: 'a class weight for numbers',
    message: `fit of Sequential "net": option "classWeight" is out of its range.
  received "0: -1"; expected weights from 0 up, by class number
  fix: pass classWeight: weights from 0 up, by class number.  [LAYER_OPTION]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { classWeight: { 0: -1 } }),
  },
  {
    name: 'a rate that diverges',
    message: `fit of Sequential "net": training diverged: the loss is no longer a number.
  received loss Infinity at step 1; expected a finite loss
  fix: lower the learning rate, clip gradients (clipNorm), scale the inputs, or use a loss with fromLogits.  [LOSS_NOT_FINITE]`,
    make: () => {
      const net = chain(dense({ units: 1, inputShape: [1] }));
      net.compile({ optimizer: sgd({ learningRate: 1e30 }), loss: 'meanSquaredError' });
      return net.fit([1, 2, 3, 4], [1e3, -1e3, 1e3, -1e3], { epochs: 5, batchSize: 1 }).finally(() => net.dispose());
    },
  },
  {
    name: 'weights in another order',
    message: `Sequential "net": weight "head/kernel" has another shape or dtype than the value for it.
  received float32 [3]; expected float32 [4, 3]
  fix: take the values from a layer with the same options, in the order of \`weights\`.  [WEIGHT_SHAPE]`,
    make: () => {
      const net = classifier();
      net.initialize();
      net.setWeights([zeros(3), zeros(4, 3)]);
    },
  },
  {
    name: 'weights of another model',
    message: `Sequential "net": setWeights takes one value for each weight.
  received 1 values; expected 2, in the order of \`weights\`
  fix: take them from getWeights() of a layer with the same options.  [WEIGHT_COUNT]`,
    make: () => classifier().setWeights([zeros(4, 3)]),
  },
  {
    name: 'a model that is not there',
    message: `memory: there is no model here.
  received nothing was saved; expected what model.save wrote
  fix: check the path, and from where a relative one starts; a model is a folder with config.json, or a .zip.  [MODEL_NOT_FOUND]`,
    make: () => loadModel(memoryStorage()),
  },
  {
    name: 'a function that no file can hold',
    message: `Lambda "lambda": a function cannot be written down, and none is ever read from a file.
  received getConfig() or save() of a lambda layer; expected a class with a config
  fix: extend Layer with this function as its call(), and name the class in customLayers when the model is loaded.  [LAMBDA_CONFIG]`,
    make: async () => {
      const net = chain(lambda({ function: ([x]) => x.clone(), inputShape: [2] }), dense({ units: 1 }));
      await net.save(memoryStorage());
    },
  },
  {
    name: 'a monitor that is not measured',
    message: `EarlyStopping: nobody knows whether the monitored number should fall or rise.
  received monitor "val_los" with mode "auto"; expected mode "min" or "max"
  fix: pass mode: 'max' for a score and mode: 'min' for an error.  [MONITOR_MODE]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { callbacks: earlyStopping({ monitor: 'val_los' }) }),
  },
  {
    name: 'an activation layer without a name',
    message: `activation: this is no activation.
  received undefined; expected a name or a function of a tensor
  fix: pass a name such as 'relu', or (x) => activations.leakyRelu(x, { negativeSlope: 0.1 }).  [ACTIVATION_FORM]`,
    make: () => activation({} as never),
  },
];
