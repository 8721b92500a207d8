/** Mistakes in the shapes between layers. */
import { averagePooling2d } from '../../layers/pooling/average-pooling.js';
import { maxPooling2d } from '../../layers/pooling/max-pooling.js';
import { conv1d } from '../../layers/convolution/conv1d.js';
import { conv2d } from '../../layers/convolution/conv2d.js';
import { dense } from '../../layers/core/dense.js';
import { multiHeadAttention } from '../../layers/attention/multi-head-attention.js';
import { concatenate } from '../../layers/merging/concatenate.js';
import { add } from '../../layers/merging/add.js';
import { groupNormalization } from '../../layers/normalization/group-normalization.js';
import { bidirectional } from '../../layers/recurrent/bidirectional.js';
import { lstm } from '../../layers/recurrent/lstm.js';
import { timeDistributed } from '../../layers/recurrent/time-distributed.js';
import { flatten } from '../../layers/reshaping/flatten.js';
import { reshape } from '../../layers/reshaping/reshape.js';
import { sequential } from '../../models/sequential.js';
import { input } from '../../symbolic-tensor.js';
import { chain, type Mistake, zeros } from './mistake.js';

export const mistakesInShapes: readonly Mistake[] = [
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
];
