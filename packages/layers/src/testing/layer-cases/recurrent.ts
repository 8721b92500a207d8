/** Recurrent layers, their cells and wrappers, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { conv2d } from '../../layers/convolution/conv2d.js';
import { dense } from '../../layers/core/dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { batchNormalization } from '../../layers/normalization/batch-normalization.js';
import { bidirectional } from '../../layers/recurrent/bidirectional.js';
import { convLSTMCell } from '../../layers/recurrent/conv-lstm-cell.js';
import { convLSTM1d, convLSTM2d, convLSTM3d } from '../../layers/recurrent/conv-lstm.js';
import { gruCell } from '../../layers/recurrent/gru-cell.js';
import { gru } from '../../layers/recurrent/gru.js';
import { lstmCell } from '../../layers/recurrent/lstm-cell.js';
import { lstm } from '../../layers/recurrent/lstm.js';
import { rnn } from '../../layers/recurrent/rnn.js';
import { simpleRNNCell } from '../../layers/recurrent/simple-rnn-cell.js';
import { simpleRNN } from '../../layers/recurrent/simple-rnn.js';
import { stackedRNNCells } from '../../layers/recurrent/stacked-rnn-cells.js';
import { timeDistributed } from '../../layers/recurrent/time-distributed.js';

const sequence = { shape: [2, 3, 5] } as const;
const state = { shape: [2, 4] } as const;

/** The weights of a cell that stands in a layer. */
function within(prefix: string, weights: Readonly<Record<string, readonly number[]>>): LayerCase['weights'] & {} {
  return Object.fromEntries(Object.entries(weights).map(([name, shape]) => [`${prefix}/${name}`, shape]));
}

const simpleWeights = { kernel: [5, 4], recurrentKernel: [4, 4], bias: [4] };
const lstmWeights = { kernel: [5, 16], recurrentKernel: [4, 16], bias: [16] };
const gruWeights = { kernel: [5, 12], recurrentKernel: [4, 12], bias: [2, 12] };
const seedState = { seedGeneratorState: [4] };

const cells: readonly LayerCase[] = [
  {
    name: 'simpleRNNCell',
    make: () => simpleRNNCell({ units: 4 }),
    inputs: [{ shape: [2, 5] }, state],
    weights: simpleWeights,
    mask: 'none',
  },
  {
    name: 'lstmCell',
    make: () => lstmCell({ units: 4 }),
    inputs: [{ shape: [2, 5] }, state, state],
    weights: lstmWeights,
    mask: 'none',
  },
  {
    name: 'gruCell',
    make: () => gruCell({ units: 4 }),
    inputs: [{ shape: [2, 5] }, state],
    weights: gruWeights,
    mask: 'none',
  },
  {
    name: 'convLSTMCell',
    make: () => convLSTMCell({ rank: 2, filters: 1, kernelSize: [2, 3] }),
    inputs: [{ shape: [1, 3, 4, 2] }, { shape: [1, 2, 2, 1] }, { shape: [1, 2, 2, 1] }],
    weights: { kernel: [2, 3, 2, 4], recurrentKernel: [2, 3, 1, 4], bias: [4] },
    mask: 'none',
  },
  {
    name: 'stackedRNNCells',
    make: () => stackedRNNCells({ cells: [lstmCell({ units: 4 }), gruCell({ units: 4 }), gruCell({ units: 3 })] }),
    inputs: [{ shape: [2, 5] }, state, state, state, { shape: [2, 3] }],
    weights: {
      ...within('lstm_cell', lstmWeights),
      ...within('gru_cell', { ...gruWeights, kernel: [4, 12] }),
      ...within('gru_cell_1', { kernel: [4, 9], recurrentKernel: [3, 9], bias: [2, 9] }),
    },
    mask: 'none',
  },
];

const simple: readonly LayerCase[] = [
  {
    name: 'simpleRNN',
    make: () => simpleRNN({ units: 4 }),
    inputs: [sequence],
    weights: within('simple_rnn_cell', simpleWeights),
  },
  {
    name: 'simpleRNN, every option of its weights',
    make: () =>
      simpleRNN({
        units: 4,
        activation: 'sigmoid',
        kernelInitializer: 'heNormal',
        recurrentInitializer: 'glorotUniform',
        biasInitializer: 'ones',
        kernelRegularizer: 'l2',
        recurrentRegularizer: 'l1',
        biasRegularizer: 'l2',
        kernelConstraint: 'maxNorm',
        recurrentConstraint: 'unitNorm',
        biasConstraint: 'nonNeg',
        unroll: true,
        returnSequences: true,
      }),
    inputs: [sequence],
    weights: within('simple_rnn_cell', simpleWeights),
    mask: 'kept',
  },
  {
    name: 'simpleRNN, dropout of both',
    make: () => simpleRNN({ units: 4, useBias: false, dropout: 0.3, recurrentDropout: 0.4 }),
    inputs: [sequence],
    weights: within('simple_rnn_cell', { kernel: [5, 4], recurrentKernel: [4, 4], ...seedState }),
    notTrainable: ['simple_rnn_cell/seedGeneratorState'],
    isRandom: true,
  },
];

const lstms: readonly LayerCase[] = [
  {
    name: 'lstm',
    make: () => lstm({ units: 4 }),
    inputs: [sequence],
    weights: within('lstm_cell', lstmWeights),
  },
  {
    name: 'lstm, states in and out',
    make: () => lstm({ units: 4, returnSequences: true, returnState: true, zeroOutputForMask: true }),
    inputs: [sequence, state, state],
    weights: within('lstm_cell', lstmWeights),
    mask: 'kept',
  },
  {
    name: 'lstm, goBackwards, without bias',
    make: () =>
      lstm({
        units: 4,
        useBias: false,
        goBackwards: true,
        returnSequences: true,
        activation: 'softsign',
        recurrentActivation: 'hardSigmoid',
      }),
    inputs: [sequence],
    weights: within('lstm_cell', { kernel: [5, 16], recurrentKernel: [4, 16] }),
    mask: 'kept',
  },
  {
    name: 'lstm, stateful',
    make: () => lstm({ units: 4, stateful: true, unitForgetBias: false, batchInputShape: [2, null, 5] }),
    inputs: [sequence],
    weights: { state0: [2, 4], state1: [2, 4], ...within('lstm_cell', lstmWeights) },
    notTrainable: ['state0', 'state1'],
    isStateful: true,
  },
  {
    name: 'lstm, dropout, one mask for all gates',
    make: () => lstm({ units: 4, dropout: 0.4 }),
    inputs: [sequence],
    weights: within('lstm_cell', { ...lstmWeights, ...seedState }),
    notTrainable: ['lstm_cell/seedGeneratorState'],
    isRandom: true,
  },
  {
    name: 'lstm, dropout, a mask for each gate',
    make: () => lstm({ units: 4, dropout: 0.4, implementation: 1, seed: 3 }),
    inputs: [sequence],
    weights: within('lstm_cell', { ...lstmWeights, ...seedState }),
    notTrainable: ['lstm_cell/seedGeneratorState'],
    isRandom: true,
    hasOwnSeed: true,
  },
  {
    name: 'lstm, dropout of both',
    make: () => lstm({ units: 4, dropout: 0.2, recurrentDropout: 0.4 }),
    inputs: [sequence],
    weights: within('lstm_cell', { ...lstmWeights, ...seedState }),
    notTrainable: ['lstm_cell/seedGeneratorState'],
    isRandom: true,
  },
];

const grus: readonly LayerCase[] = [
  {
    name: 'gru',
    make: () => gru({ units: 4, returnState: true }),
    inputs: [sequence, state],
    weights: within('gru_cell', gruWeights),
  },
  {
    name: 'gru, without resetAfter',
    make: () => gru({ units: 4, resetAfter: false, returnSequences: true }),
    inputs: [sequence],
    weights: within('gru_cell', { ...gruWeights, bias: [12] }),
    mask: 'kept',
  },
  {
    name: 'gru, without bias, dropout of both',
    make: () => gru({ units: 4, useBias: false, dropout: 0.3, recurrentDropout: 0.3 }),
    inputs: [sequence],
    weights: within('gru_cell', { kernel: [5, 12], recurrentKernel: [4, 12], ...seedState }),
    notTrainable: ['gru_cell/seedGeneratorState'],
    isRandom: true,
  },
  {
    name: 'gru, without resetAfter, dropout of both',
    make: () => gru({ units: 4, resetAfter: false, dropout: 0.3, recurrentDropout: 0.3, recurrentActivation: 'tanh' }),
    inputs: [sequence],
    weights: within('gru_cell', { ...gruWeights, bias: [12], ...seedState }),
    notTrainable: ['gru_cell/seedGeneratorState'],
    isRandom: true,
  },
];

const layersOfCells: readonly LayerCase[] = [
  {
    name: 'rnn',
    make: () => rnn({ cell: gruCell({ units: 4 }), returnSequences: true, goBackwards: true }),
    inputs: [sequence],
    weights: within('gru_cell', gruWeights),
    mask: 'kept',
  },
  {
    name: 'rnn, stacked cells, states out, stateful',
    make: () =>
      rnn({
        cell: [lstmCell({ units: 4 }), simpleRNNCell({ units: 3 })],
        returnState: true,
        stateful: true,
        batchInputShape: [2, 3, 5],
      }),
    inputs: [sequence],
    weights: {
      state0: [2, 4],
      state1: [2, 4],
      state2: [2, 3],
      ...within('stacked_rnn_cells/lstm_cell', lstmWeights),
      ...within('stacked_rnn_cells/simple_rnn_cell', { kernel: [4, 3], recurrentKernel: [3, 3], bias: [3] }),
    },
    notTrainable: ['state0', 'state1', 'state2'],
    isStateful: true,
  },
];

const bothDirections = {
  ...within('forward_lstm/lstm_cell', lstmWeights),
  ...within('backward_lstm/lstm_cell', lstmWeights),
};

const wrappers: readonly LayerCase[] = [
  {
    name: 'bidirectional, concat',
    make: () => bidirectional({ layer: lstm({ units: 4, returnSequences: true }) }),
    inputs: [sequence],
    weights: bothDirections,
    mask: 'kept',
  },
  ...(['sum', 'mul', 'ave'] as const).map(
    (mergeMode): LayerCase => ({
      name: `bidirectional, ${mergeMode}`,
      make: () => bidirectional({ layer: lstm({ units: 4 }), mergeMode }),
      inputs: [sequence],
      weights: bothDirections,
    }),
  ),
  {
    name: 'bidirectional, both outputs, states in and out',
    make: () => bidirectional({ layer: lstm({ units: 4, returnState: true }), mergeMode: null }),
    inputs: [sequence, state, state, state, state],
    weights: bothDirections,
  },
  {
    name: 'bidirectional, backwardLayer, stacked cells',
    make: () =>
      bidirectional({
        layer: rnn({ cell: [simpleRNNCell({ units: 2 }), simpleRNNCell({ units: 3 })], returnSequences: true }),
        backwardLayer: gru({ units: 4, returnSequences: true, goBackwards: true }),
      }),
    inputs: [sequence],
    weights: {
      ...within('forward_rnn/stacked_rnn_cells/simple_rnn_cell', {
        kernel: [5, 2],
        recurrentKernel: [2, 2],
        bias: [2],
      }),
      ...within('forward_rnn/stacked_rnn_cells/simple_rnn_cell_1', {
        kernel: [2, 3],
        recurrentKernel: [3, 3],
        bias: [3],
      }),
      ...within('backward_gru/gru_cell', gruWeights),
    },
    mask: 'kept',
  },
  {
    name: 'timeDistributed, dense',
    make: () => timeDistributed({ layer: dense({ units: 2 }) }),
    inputs: [sequence],
    weights: { 'dense/kernel': [5, 2], 'dense/bias': [2] },
    mask: 'kept',
  },
  {
    name: 'timeDistributed, conv2d',
    make: () => timeDistributed({ layer: conv2d({ filters: 1, kernelSize: 2 }) }),
    inputs: [{ shape: [1, 2, 3, 4, 2] }],
    weights: { 'conv2d/kernel': [2, 2, 2, 1], 'conv2d/bias': [1] },
    mask: 'kept',
  },
  {
    name: 'timeDistributed, embedding',
    make: () => timeDistributed({ layer: embedding({ inputDim: 4, outputDim: 2 }) }),
    inputs: [{ shape: [2, 3, 2], dtype: 'int32' }],
    weights: { 'embedding/embeddings': [4, 2] },
    mask: 'kept',
  },
  {
    name: 'timeDistributed, batchNormalization',
    make: () => timeDistributed({ layer: batchNormalization() }),
    inputs: [{ shape: [3, 2, 4] }],
    weights: within('batch_normalization', { gamma: [4], beta: [4], movingMean: [4], movingVariance: [4] }),
    notTrainable: ['batch_normalization/movingMean', 'batch_normalization/movingVariance'],
    mask: 'kept',
    trainingDiffers: true,
  },
  {
    name: 'timeDistributed, several outputs',
    make: () => timeDistributed({ layer: gru({ units: 4, returnState: true, returnSequences: true }) }),
    inputs: [{ shape: [1, 2, 3, 5] }],
    weights: within('gru/gru_cell', gruWeights),
    mask: 'kept',
  },
];

const convolutional: readonly LayerCase[] = [
  {
    name: 'convLSTM1d',
    make: () =>
      convLSTM1d({
        filters: 1,
        kernelSize: 2,
        dilationRate: 2,
        returnSequences: true,
        returnState: true,
        dataFormat: 'channelsLast',
      }),
    inputs: [{ shape: [2, 3, 5, 2] }],
    weights: within('conv_lstm_cell', { kernel: [2, 2, 4], recurrentKernel: [2, 1, 4], bias: [4] }),
    mask: 'kept',
  },
  {
    name: 'convLSTM1d, dropout of both',
    make: () => convLSTM1d({ filters: 2, kernelSize: 2, dropout: 0.4, recurrentDropout: 0.4 }),
    inputs: [{ shape: [2, 2, 5, 2] }],
    weights: within('conv_lstm_cell', { kernel: [2, 2, 8], recurrentKernel: [2, 2, 8], bias: [8], ...seedState }),
    notTrainable: ['conv_lstm_cell/seedGeneratorState'],
    isRandom: true,
  },
  {
    name: 'convLSTM2d, strides, stateful',
    make: () =>
      convLSTM2d({
        filters: 1,
        kernelSize: [3, 2],
        strides: 2,
        padding: 'same',
        useBias: false,
        unitForgetBias: false,
        stateful: true,
        batchInputShape: [1, 2, 5, 4, 1],
      }),
    inputs: [{ shape: [1, 2, 5, 4, 1] }],
    weights: {
      state0: [1, 3, 2, 1],
      state1: [1, 3, 2, 1],
      ...within('conv_lstm_cell', { kernel: [3, 2, 1, 4], recurrentKernel: [3, 2, 1, 4] }),
    },
    notTrainable: ['state0', 'state1'],
    isStateful: true,
  },
  {
    name: 'convLSTM3d, goBackwards',
    make: () => convLSTM3d({ filters: 1, kernelSize: 2, goBackwards: true, activation: 'softsign' }),
    inputs: [{ shape: [1, 2, 2, 3, 2, 1] }],
    weights: within('conv_lstm_cell', { kernel: [2, 2, 2, 1, 4], recurrentKernel: [2, 2, 2, 1, 4], bias: [4] }),
  },
];

export const recurrentCases: readonly LayerCase[] = [
  ...cells,
  ...simple,
  ...lstms,
  ...grus,
  ...layersOfCells,
  ...wrappers,
  ...convolutional,
];
