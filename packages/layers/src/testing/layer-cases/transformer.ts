/** Blocks of transformers as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { cachedMultiHeadAttention } from '../../layers/attention/cached-multi-head-attention.js';
import { transformerDecoder } from '../../layers/attention/transformer-decoder.js';
import { transformerEncoder } from '../../layers/attention/transformer-encoder.js';

const x = { shape: [2, 3, 4] };

/** So large that four features that are almost equal do not bend the function between the points of a difference. */
const layerNormEpsilon = 2;

/** Weights of an attention layer of 2 heads for 4 features. */
function attentionWeights(name: string, keyFeatures = 4): Record<string, readonly number[]> {
  return {
    [`${name}/query/kernel`]: [4, 2, 2],
    [`${name}/query/bias`]: [2, 2],
    [`${name}/key/kernel`]: [keyFeatures, 2, 2],
    [`${name}/key/bias`]: [2, 2],
    [`${name}/value/kernel`]: [keyFeatures, 2, 2],
    [`${name}/value/bias`]: [2, 2],
    [`${name}/attention_output/kernel`]: [2, 2, 4],
    [`${name}/attention_output/bias`]: [4],
  };
}

function normWeights(name: string): Record<string, readonly number[]> {
  return { [`${name}_layer_norm/gamma`]: [4], [`${name}_layer_norm/beta`]: [4] };
}

const networkWeights = {
  'feedforward_intermediate_dense/kernel': [4, 5],
  'feedforward_intermediate_dense/bias': [5],
  'feedforward_output_dense/kernel': [5, 4],
  'feedforward_output_dense/bias': [4],
};

export const transformerCases: readonly LayerCase[] = [
  {
    name: 'cachedMultiHeadAttention',
    make: () => cachedMultiHeadAttention({ numHeads: 1, keyDim: 2, useBias: false }),
    inputs: [x],
    weights: {
      'query/kernel': [4, 1, 2],
      'key/kernel': [4, 1, 2],
      'value/kernel': [4, 1, 2],
      'attention_output/kernel': [1, 2, 4],
    },
    mask: 'kept',
  },
  {
    name: 'transformerEncoder',
    make: () =>
      transformerEncoder({
        intermediateDim: 5,
        numHeads: 2,
        activation: 'tanh',
        layerNormEpsilon,
        kernelInitializer: 'heNormal',
      }),
    inputs: [x],
    weights: {
      ...attentionWeights('self_attention_layer'),
      ...normWeights('self_attention'),
      ...normWeights('feedforward'),
      ...networkWeights,
    },
    mask: 'kept',
  },
  {
    name: 'transformerEncoder, normalized first, with a mask of pairs and scores',
    make: () =>
      transformerEncoder({
        intermediateDim: 5,
        numHeads: 2,
        activation: 'gelu',
        normalizeFirst: true,
        layerNormEpsilon,
        biasInitializer: 'randomNormal',
        returnAttentionScores: true,
      }),
    inputs: [x, { shape: [2, 3, 3], dtype: 'bool', below: 2 }],
    weights: {
      ...attentionWeights('self_attention_layer'),
      ...normWeights('self_attention'),
      ...normWeights('feedforward'),
      ...networkWeights,
    },
    mask: 'kept',
  },
  {
    name: 'transformerEncoder, dropout',
    make: () =>
      transformerEncoder({ intermediateDim: 5, numHeads: 2, activation: 'tanh', layerNormEpsilon, dropout: 0.5 }),
    inputs: [x],
    weights: {
      ...attentionWeights('self_attention_layer'),
      'self_attention_layer/dropout/seedGeneratorState': [4],
      ...normWeights('self_attention'),
      'self_attention_dropout/seedGeneratorState': [4],
      ...normWeights('feedforward'),
      'feedforward_dropout/seedGeneratorState': [4],
      ...networkWeights,
    },
    notTrainable: [
      'self_attention_layer/dropout/seedGeneratorState',
      'self_attention_dropout/seedGeneratorState',
      'feedforward_dropout/seedGeneratorState',
    ],
    mask: 'kept',
    gradient: 'inference',
    isRandom: true,
  },
  {
    name: 'transformerDecoder',
    make: () => transformerDecoder({ intermediateDim: 5, numHeads: 2, activation: 'tanh', layerNormEpsilon }),
    inputs: [x],
    weights: {
      ...attentionWeights('self_attention'),
      ...normWeights('self_attention'),
      ...normWeights('feedforward'),
      ...networkWeights,
    },
    mask: 'kept',
  },
  {
    name: 'transformerDecoder, with an encoder, normalized first, not causal',
    make: () =>
      transformerDecoder({
        intermediateDim: 5,
        numHeads: 2,
        activation: 'tanh',
        layerNormEpsilon,
        normalizeFirst: true,
        useCausalMask: false,
      }),
    inputs: [x, { shape: [2, 5, 3] }],
    weights: {
      ...attentionWeights('self_attention'),
      ...normWeights('self_attention'),
      ...attentionWeights('cross_attention', 3),
      ...normWeights('cross_attention'),
      ...normWeights('feedforward'),
      ...networkWeights,
    },
    mask: 'kept',
  },
];
