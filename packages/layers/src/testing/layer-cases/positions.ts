/** Embeddings of positions and the way back from vectors to tokens, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { positionEmbedding } from '../../layers/attention/position-embedding.js';
import { reversibleEmbedding } from '../../layers/attention/reversible-embedding.js';
import { rotaryEmbedding } from '../../layers/attention/rotary-embedding.js';
import { sinePositionEncoding } from '../../layers/attention/sine-position-encoding.js';
import { tokenAndPositionEmbedding } from '../../layers/attention/token-and-position-embedding.js';

const x = { shape: [2, 5, 6] };
const positions = { shape: [2, 5], dtype: 'int32', below: 5 } as const;

export const positionCases: readonly LayerCase[] = [
  { name: 'rotaryEmbedding', make: () => rotaryEmbedding(), inputs: [x], mask: 'kept' },
  {
    name: 'rotaryEmbedding, of heads, at given positions, dynamic',
    make: () => rotaryEmbedding({ ropeType: 'dynamic', scalingFactor: 2, maxWavelength: 100, denominatorDim: 6 }),
    inputs: [{ shape: [2, 5, 3, 4] }, positions],
    mask: 'kept',
  },
  {
    name: 'rotaryEmbedding, features before time, yarn',
    make: () =>
      rotaryEmbedding({ sequenceAxis: -1, featureAxis: 1, ropeType: 'yarn', scalingFactor: 4, truncate: false }),
    inputs: [{ shape: [2, 4, 3] }],
    mask: 'kept',
  },
  {
    name: 'sinePositionEncoding',
    make: () => sinePositionEncoding(),
    inputs: [x],
    mask: 'kept',
    gradient: 'none',
  },
  {
    name: 'sinePositionEncoding, odd features, at given positions',
    make: () => sinePositionEncoding({ maxWavelength: 50 }),
    inputs: [{ shape: [2, 5, 3] }, positions],
    mask: 'kept',
    gradient: 'none',
  },
  {
    name: 'positionEmbedding',
    make: () => positionEmbedding({ sequenceLength: 7 }),
    inputs: [x],
    weights: { embeddings: [7, 6] },
    mask: 'kept',
    gradient: 'none',
  },
  {
    name: 'positionEmbedding, at given positions',
    make: () => positionEmbedding({ sequenceLength: 5, initializer: 'randomNormal' }),
    inputs: [x, positions],
    weights: { embeddings: [5, 6] },
    mask: 'kept',
    gradient: 'none',
  },
  {
    name: 'reversibleEmbedding',
    make: () => reversibleEmbedding({ inputDim: 6, outputDim: 3 }),
    inputs: [{ shape: [2, 5], dtype: 'int32', below: 6 }],
    weights: { embeddings: [6, 3] },
  },
  {
    name: 'reversibleEmbedding, backwards, soft cap',
    make: () => reversibleEmbedding({ inputDim: 4, outputDim: 3, logitSoftCap: 2 }),
    inputs: [{ shape: [2, 5, 3] }],
    weights: { embeddings: [4, 3] },
    mask: 'kept',
  },
  {
    name: 'reversibleEmbedding, backwards, untied',
    make: () =>
      reversibleEmbedding({ inputDim: 4, outputDim: 3, tieWeights: false, embeddingsInitializer: 'glorotNormal' }),
    inputs: [{ shape: [2, 5, 3] }],
    weights: { embeddings: [4, 3], reverseEmbeddings: [3, 4] },
    mask: 'kept',
  },
  {
    name: 'tokenAndPositionEmbedding',
    make: () => tokenAndPositionEmbedding({ vocabularySize: 6, sequenceLength: 7, embeddingDim: 3, maskZero: true }),
    inputs: [{ shape: [2, 5], dtype: 'int32', below: 6 }],
    weights: { 'token_embedding/embeddings': [6, 3], 'position_embedding/embeddings': [7, 3] },
    mask: 'kept',
  },
  {
    name: 'tokenAndPositionEmbedding, at given positions, untied',
    make: () => tokenAndPositionEmbedding({ vocabularySize: 6, sequenceLength: 5, embeddingDim: 3, tieWeights: false }),
    inputs: [{ shape: [2, 5], dtype: 'int32', below: 6 }, positions],
    weights: {
      'token_embedding/embeddings': [6, 3],
      'token_embedding/reverseEmbeddings': [3, 6],
      'position_embedding/embeddings': [5, 3],
    },
  },
  {
    name: 'tokenAndPositionEmbedding, backwards',
    make: () => tokenAndPositionEmbedding({ vocabularySize: 4, sequenceLength: 5, embeddingDim: 3 }),
    inputs: [{ shape: [2, 5, 3] }],
    weights: { 'token_embedding/embeddings': [4, 3], 'position_embedding/embeddings': [5, 3] },
    mask: 'kept',
  },
];
