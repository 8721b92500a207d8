/** Attention as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { additiveAttention } from '../../layers/attention/additive-attention.js';
import { attention } from '../../layers/attention/attention.js';
import { groupedQueryAttention } from '../../layers/attention/grouped-query-attention.js';
import { multiHeadAttention } from '../../layers/attention/multi-head-attention.js';

const query = { shape: [2, 3, 4] };
const value = { shape: [2, 5, 4] };

export const attentionCases: readonly LayerCase[] = [
  { name: 'attention', make: () => attention(), inputs: [query, value], mask: 'kept' },
  {
    name: 'attention, to itself, causal, scaled',
    make: () => attention({ useCausalMask: true, useScale: true }),
    inputs: [query],
    weights: { scale: [] },
    mask: 'kept',
  },
  {
    name: 'attention, concat, with scores',
    make: () => attention({ scoreMode: 'concat', useScale: true, returnAttentionScores: true }),
    inputs: [query, { shape: [2, 5, 3] }, value],
    weights: { scale: [], concatScoreWeight: [] },
    mask: 'kept',
  },
  {
    name: 'attention, dropout',
    make: () => attention({ dropout: 0.5 }),
    inputs: [query, value],
    weights: { 'dropout/seedGeneratorState': [4] },
    notTrainable: ['dropout/seedGeneratorState'],
    mask: 'kept',
    gradient: 'inference',
    isRandom: true,
  },
  {
    name: 'additiveAttention',
    make: () => additiveAttention({ returnAttentionScores: true }),
    inputs: [query, value],
    weights: { scale: [4] },
    mask: 'kept',
  },
  {
    name: 'additiveAttention, without scale, dropout with a seed',
    make: () => additiveAttention({ useScale: false, dropout: 0.5, seed: 3 }),
    inputs: [query, value],
    weights: { 'dropout/seedGeneratorState': [4] },
    notTrainable: ['dropout/seedGeneratorState'],
    mask: 'kept',
    gradient: 'inference',
    isRandom: true,
    hasOwnSeed: true,
  },
  {
    name: 'multiHeadAttention, to itself',
    make: () => multiHeadAttention({ numHeads: 2, keyDim: 3 }),
    inputs: [value],
    weights: {
      'query/kernel': [4, 2, 3],
      'query/bias': [2, 3],
      'key/kernel': [4, 2, 3],
      'key/bias': [2, 3],
      'value/kernel': [4, 2, 3],
      'value/bias': [2, 3],
      'attention_output/kernel': [2, 3, 4],
      'attention_output/bias': [4],
    },
    mask: 'kept',
  },
  {
    name: 'multiHeadAttention, key, mask of pairs, value and output of other sizes, without bias, with scores',
    make: () =>
      multiHeadAttention({
        numHeads: 2,
        keyDim: 3,
        valueDim: 5,
        outputShape: [2, 3],
        useBias: false,
        returnAttentionScores: true,
        kernelInitializer: 'heNormal',
        kernelRegularizer: 'l2',
        kernelConstraint: 'maxNorm',
      }),
    inputs: [query, value, { shape: [2, 5, 3] }, { shape: [2, 3, 5], dtype: 'bool', below: 2 }],
    weights: {
      'query/kernel': [4, 2, 3],
      'key/kernel': [3, 2, 3],
      'value/kernel': [4, 2, 5],
      'attention_output/kernel': [2, 5, 2, 3],
    },
    mask: 'kept',
  },
  {
    name: 'multiHeadAttention, causal, window, gate, dropout',
    make: () =>
      multiHeadAttention({
        numHeads: 1,
        keyDim: 2,
        useCausalMask: true,
        slidingWindow: 2,
        useGate: true,
        useBias: false,
        dropout: 0.5,
      }),
    inputs: [value],
    weights: {
      'query/kernel': [4, 1, 2],
      'key/kernel': [4, 1, 2],
      'gate/kernel': [4, 1, 2],
      'value/kernel': [4, 1, 2],
      'attention_output/kernel': [1, 2, 4],
      'dropout/seedGeneratorState': [4],
    },
    notTrainable: ['dropout/seedGeneratorState'],
    mask: 'kept',
    gradient: 'inference',
    isRandom: true,
  },
  {
    name: 'multiHeadAttention, along both axes of an image',
    make: () => multiHeadAttention({ numHeads: 2, keyDim: 2, useBias: false, returnAttentionScores: true }),
    inputs: [{ shape: [2, 2, 3, 4] }, { shape: [2, 3, 2, 4] }],
    weights: {
      'query/kernel': [4, 2, 2],
      'key/kernel': [4, 2, 2],
      'value/kernel': [4, 2, 2],
      'attention_output/kernel': [2, 2, 4],
    },
    mask: 'kept',
  },
  {
    name: 'multiHeadAttention, along one axis of three, mask of pairs',
    make: () => multiHeadAttention({ numHeads: 2, keyDim: 2, attentionAxes: -3, useCausalMask: true, useBias: false }),
    inputs: [
      { shape: [2, 2, 3, 2, 4] },
      { shape: [2, 2, 2, 2, 4] },
      { shape: [2, 2, 2, 2, 4] },
      { shape: [2, 2, 3, 2], dtype: 'bool', below: 2 },
    ],
    weights: {
      'query/kernel': [4, 2, 2],
      'key/kernel': [4, 2, 2],
      'value/kernel': [4, 2, 2],
      'attention_output/kernel': [2, 2, 4],
    },
    mask: 'kept',
  },
  {
    name: 'groupedQueryAttention',
    make: () =>
      groupedQueryAttention({ headDim: 3, numQueryHeads: 4, numKeyValueHeads: 2, useBias: false, useGate: true }),
    inputs: [query, value],
    weights: {
      'query/kernel': [4, 4, 3],
      'key/kernel': [4, 2, 3],
      'gate/kernel': [4, 4, 3],
      'value/kernel': [4, 2, 3],
      'attention_output/kernel': [4, 3, 4],
    },
    mask: 'kept',
  },
];
