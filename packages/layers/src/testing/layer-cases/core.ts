/** Dense, embedding and their kin, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { dense } from '../../layers/core/dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { masking } from '../../layers/core/masking.js';

export const coreCases: readonly LayerCase[] = [
  {
    name: 'dense',
    make: () => dense({ units: 3, activation: 'tanh' }),
    inputs: [{ shape: [2, 4] }],
    weights: { kernel: [4, 3], bias: [3] },
    mask: 'none',
  },
  {
    name: 'dense, along time, without bias',
    make: () => dense({ units: 3, useBias: false, kernelRegularizer: 'l2', kernelConstraint: 'nonNeg' }),
    inputs: [{ shape: [2, 5, 4] }],
    weights: { kernel: [4, 3] },
    mask: 'kept',
  },
  {
    name: 'embedding',
    make: () => embedding({ inputDim: 6, outputDim: 3 }),
    inputs: [{ shape: [2, 5], dtype: 'int32', below: 6 }],
    weights: { embeddings: [6, 3] },
  },
  {
    name: 'embedding, maskZero, regularizer, constraint',
    make: () =>
      embedding({
        inputDim: 4,
        outputDim: 2,
        maskZero: true,
        embeddingsInitializer: 'ones',
        embeddingsRegularizer: 'l2',
        embeddingsConstraint: 'unitNorm',
        inputLength: 3,
      }),
    inputs: [{ shape: [2, 3], dtype: 'int32' }],
    weights: { embeddings: [4, 2] },
    mask: 'kept',
  },
  {
    name: 'masking',
    make: () => masking({ maskValue: -2 }),
    inputs: [{ shape: [2, 4, 3] }],
    mask: 'kept',
  },
];
