/** Models, which are layers too, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { dense } from '../../layers/core/dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { flatten } from '../../layers/reshaping/flatten.js';
import { model } from '../../models/functional.js';
import { sequential } from '../../models/sequential.js';
import { input } from '../../symbolic-tensor.js';

export const modelCases: readonly LayerCase[] = [
  {
    name: 'sequential',
    make: () => sequential({ layers: [dense({ units: 3, activation: 'tanh' }), dense({ units: 2 })], seed: 3 }),
    inputs: [{ shape: [2, 4] }],
    weights: { 'dense/kernel': [4, 3], 'dense/bias': [3], 'dense_1/kernel': [3, 2], 'dense_1/bias': [2] },
    mask: 'none',
  },
  {
    name: 'sequential in sequential, of tokens',
    make: () =>
      sequential({
        layers: [
          embedding({ inputDim: 5, outputDim: 3 }),
          sequential({ name: 'head', layers: [flatten(), dense({ units: 2, activation: 'tanh' })], trainable: false }),
        ],
        inputShape: [4],
        seed: 3,
      }),
    inputs: [{ shape: [2, 4], dtype: 'int32', below: 5 }],
    weights: { 'embedding/embeddings': [5, 3], 'head/dense/kernel': [12, 2], 'head/dense/bias': [2] },
    notTrainable: ['head/dense/kernel', 'head/dense/bias'],
  },
  {
    name: 'functional, two inputs and outputs, a layer used twice',
    make: () => {
      const left = input({ shape: [4], name: 'left' });
      const right = input({ shape: [4], name: 'right' });
      const shared = dense({ units: 3, activation: 'tanh', name: 'shared' });
      const outputs = [dense({ units: 1, name: 'score' }).apply(shared.apply(left)), shared.apply(right)];
      return model({ inputs: [left, right], outputs, seed: 3 });
    },
    inputs: [{ shape: [2, 4] }, { shape: [2, 4] }],
    weights: { 'shared/kernel': [4, 3], 'shared/bias': [3], 'score/kernel': [3, 1], 'score/bias': [1] },
    mask: 'none',
  },
];
