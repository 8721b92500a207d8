/** Layers of several inputs, as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { add } from '../../layers/merging/add.js';
import { average } from '../../layers/merging/average.js';
import { concatenate } from '../../layers/merging/concatenate.js';
import { dot } from '../../layers/merging/dot.js';
import { maximum } from '../../layers/merging/maximum.js';
import { minimum } from '../../layers/merging/minimum.js';
import { multiply } from '../../layers/merging/multiply.js';
import { subtract } from '../../layers/merging/subtract.js';

const sequence = { shape: [3, 5, 4] } as const;

export const mergingCases: readonly LayerCase[] = [
  { name: 'add', make: () => add(), inputs: [sequence, sequence, sequence] },
  { name: 'add, of one', make: () => add(), inputs: [sequence], mask: 'kept' },
  { name: 'add, of several ranks', make: () => add(), inputs: [{ shape: [3, 4] }, sequence], mask: 'none' },
  { name: 'subtract', make: () => subtract(), inputs: [sequence, { shape: [3, 1, 4] }] },
  { name: 'multiply', make: () => multiply(), inputs: [sequence, sequence] },
  { name: 'average', make: () => average(), inputs: [sequence, sequence, { shape: [3, 5, 1] }] },
  // No two elements that are compared lie close together, so that differences do not cross a kink.
  { name: 'maximum', make: () => maximum(), inputs: [{ shape: [2, 3, 2] }, { shape: [2, 1, 2] }] },
  { name: 'minimum', make: () => minimum(), inputs: [{ shape: [2, 1, 2] }, { shape: [2, 3, 2] }] },
  { name: 'concatenate', make: () => concatenate(), inputs: [sequence, { shape: [3, 5, 2] }] },
  {
    name: 'concatenate, along time',
    make: () => concatenate({ axis: 1 }),
    inputs: [sequence, { shape: [3, 2, 4] }],
    mask: 'none',
  },
  { name: 'dot', make: () => dot({ axes: 1 }), inputs: [{ shape: [3, 4] }, { shape: [3, 4] }], mask: 'none' },
  { name: 'dot, of other axes', make: () => dot({ axes: [2, 1] }), inputs: [sequence, { shape: [3, 4, 2] }] },
  {
    name: 'dot, normalize',
    make: () => dot({ axes: [-2, -1], normalize: true }),
    inputs: [sequence, { shape: [3, 2, 5] }],
  },
  {
    name: 'dot, of four axes',
    make: () => dot({ axes: [2, 1] }),
    inputs: [{ shape: [2, 3, 4, 2] }, { shape: [2, 4] }],
  },
];
