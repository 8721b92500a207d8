/** Dense, embedding and their kin, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { mul, square, sum } from '@tensorflow/tfjs-core';
import { dense } from '../../layers/core/dense.js';
import { einsumDense } from '../../layers/core/einsum-dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { identity } from '../../layers/core/identity.js';
import { lambda } from '../../layers/core/lambda.js';
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
  {
    name: 'einsumDense',
    make: () =>
      einsumDense({ equation: 'abc,cde->abde', outputShape: [null, 2, 3], biasAxes: 'de', activation: 'tanh' }),
    inputs: [{ shape: [2, 5, 4] }],
    weights: { kernel: [4, 2, 3], bias: [2, 3] },
    mask: 'kept',
  },
  {
    name: 'einsumDense, with an ellipsis before',
    make: () => einsumDense({ equation: '...x,xy->...y', outputShape: 3, biasAxes: 'y' }),
    inputs: [{ shape: [2, 2, 3, 4] }],
    weights: { kernel: [4, 3], bias: [3] },
    mask: 'kept',
  },
  {
    name: 'einsumDense, with an ellipsis behind',
    make: () =>
      einsumDense({ equation: 'ab...,bc->ac...', outputShape: 3, biasAxes: 'c', kernelConstraint: 'unitNorm' }),
    inputs: [{ shape: [2, 4, 3, 2] }],
    weights: { kernel: [4, 3], bias: [3, 1, 1] },
  },
  {
    name: 'einsumDense, with a kernel for each step, transposed',
    make: () => einsumDense({ equation: 'abc,bdc->adb', outputShape: [3, 5], biasAxes: 'd' }),
    inputs: [{ shape: [2, 5, 4] }],
    weights: { kernel: [5, 3, 4], bias: [3, 1] },
  },
  { name: 'identity', make: () => identity(), inputs: [{ shape: [2, 5, 4] }], mask: 'kept' },
  {
    name: 'lambda',
    make: () => lambda({ function: ([x, y = x]) => sum(mul(x, y), 1) }),
    inputs: [{ shape: [2, 5, 4] }, { shape: [2, 5, 4] }],
    isSerializable: false,
  },
  {
    name: 'lambda, outputShape, mask',
    make: () => lambda({ function: ([x]) => square(x), outputShape: [null, 4], mask: (_, masks) => masks }),
    inputs: [{ shape: [2, 5, 4] }],
    mask: 'kept',
    isSerializable: false,
  },
];
