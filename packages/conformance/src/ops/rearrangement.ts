/** Records of kernels that relabel, reorder or repeat axes. */
import { sizeOf } from '@isograd/core';
import { Diag, ExpandDims, Reshape, Reverse, Tile, Transpose, transpose } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/rearrangement.js';
import type { Axes } from '../oracle/reduction.js';
import { exact } from './accuracy.js';
import { floats, seeds, shapes } from './arbitrary.js';
import { edgeTensor, movementRecord, realDTypes } from './movement.js';
import type { OpRecord } from './op-record.js';

/** Of rank 6 at most, and small. */
const smallShapes = shapes({ maxRank: 6, maxSide: 3 });
const shapesWithAxes = shapes({ minRank: 1, maxRank: 6, maxSide: 3 });

const reshapeRecord = movementRecord(Reshape, laws.reshape, {
  dtypes: [...realDTypes, 'complex64'],
  cases: [
    { shape: [], attributes: { shape: [1, 1] } },
    { shape: [1], attributes: { shape: [] } },
    { shape: [0], attributes: { shape: [2, 0, 3] } },
    { shape: [0, 4], attributes: { shape: [-1, 4] } },
    { shape: [17], attributes: { shape: [17, 1] } },
    { shape: [4, 6], attributes: { shape: [2, -1] } },
    { shape: [2, 3, 5], attributes: { shape: [-1] } },
    { shape: [24], attributes: { shape: [1, 2, 3, 1, 2, 2] } },
    { shape: [2, 1, 3, 1, 2, 2], attributes: { shape: [4, 6] } },
  ],
  random: smallShapes.map((shape) => ({ shape, attributes: { shape: [1, sizeOf(shape)] } })),
});

const expandCases: readonly (readonly [shape: readonly number[], dim: number])[] = [
  [[], 0],
  [[], -1],
  [[0], 0],
  [[3], 1],
  [[2, 3], 1],
  [[2, 3], -1],
  [[2, 3], -3],
  [[2, 0, 3], 2],
  [[2, 1, 2, 3, 2], 3],
];

const expandDimsRecord: OpRecord<{ readonly input: HostTensor }, { readonly dim: number }> = {
  name: ExpandDims,
  family: 'movement of elements',
  law: laws.expandDims,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['input'] },
  cases: expandCases.flatMap(([shape, dim]) =>
    [...realDTypes, 'complex64' as const].map((dtype) => ({
      inputs: { input: edgeTensor(shape, dtype) },
      attributes: { dim },
    })),
  ),
  random: fc
    .record({ shape: shapes({ maxRank: 5, maxSide: 3 }), seed: seeds, place: fc.nat() })
    .map(({ shape, seed, place }) => ({
      inputs: { input: floats(shape, seed) },
      attributes: { dim: (place % (2 * shape.length + 2)) - shape.length - 1 },
    })),
};

/** Complex numbers are the public op's work: it transposes their parts. */
const transposeRecord = movementRecord<{ readonly perm: readonly number[] }>(Transpose, laws.transpose, {
  dtypes: [...realDTypes, 'complex64'],
  run: ({ x }, { perm }) => transpose(x, [...perm]),
  cases: [
    { shape: [], attributes: { perm: [] } },
    { shape: [5], attributes: { perm: [0] } },
    { shape: [0, 3], attributes: { perm: [1, 0] } },
    { shape: [1, 1], attributes: { perm: [1, 0] } },
    { shape: [3, 5], attributes: { perm: [0, 1] } },
    { shape: [5, 3], attributes: { perm: [1, 0] } },
    { shape: [17, 9], attributes: { perm: [1, 0] } },
    { shape: [2, 3, 5], attributes: { perm: [0, 2, 1] } },
    { shape: [2, 3, 5], attributes: { perm: [1, 2, 0] } },
    { shape: [2, 3, 5], attributes: { perm: [2, 1, 0] } },
    { shape: [2, 3, 4, 5], attributes: { perm: [0, 2, 1, 3] } },
    { shape: [2, 1, 4, 5], attributes: { perm: [3, 1, 0, 2] } },
    { shape: [2, 3, 1, 2, 3], attributes: { perm: [4, 0, 3, 1, 2] } },
    { shape: [2, 3, 1, 2, 3, 2], attributes: { perm: [5, 3, 1, 0, 2, 4] } },
    { shape: [2, 3, 1, 2, 0, 2], attributes: { perm: [1, 0, 3, 2, 5, 4] } },
  ],
  random: smallShapes.chain((shape) =>
    fc
      .shuffledSubarray([...shape.keys()], { minLength: shape.length })
      .map((perm) => ({ shape, attributes: { perm } })),
  ),
});

const reverseRecord = movementRecord<{ readonly dims: Axes }>(Reverse, laws.reverse, {
  cases: [
    { shape: [], attributes: { dims: null } },
    { shape: [0], attributes: { dims: [0] } },
    { shape: [1], attributes: { dims: 0 } },
    { shape: [17], attributes: { dims: [0] } },
    { shape: [3, 5], attributes: { dims: null }, title: 'all axes' },
    { shape: [3, 5], attributes: { dims: [] }, title: 'no axis' },
    { shape: [3, 5], attributes: { dims: 1 } },
    { shape: [3, 5], attributes: { dims: -2 } },
    { shape: [2, 3, 4], attributes: { dims: [0, -1] } },
    { shape: [2, 3, 4, 2], attributes: { dims: [1, 2] } },
    { shape: [2, 1, 3, 2, 1, 3], attributes: { dims: [5, 0, 2] } },
  ],
  random: shapesWithAxes.chain((shape) =>
    fc
      .subarray([...shape.keys()])
      .map((axes) => axes.map((axis, place) => (place % 2 === 0 ? axis : axis - shape.length)))
      .map((dims) => ({ shape, attributes: { dims } })),
  ),
});

const tileRecord = movementRecord<{ readonly reps: readonly number[] }>(Tile, laws.tile, {
  cases: [
    { shape: [], attributes: { reps: [] } },
    { shape: [0], attributes: { reps: [3] } },
    { shape: [3], attributes: { reps: [0] } },
    { shape: [1], attributes: { reps: [17] } },
    { shape: [5], attributes: { reps: [3] } },
    { shape: [2, 3], attributes: { reps: [1, 1] } },
    { shape: [2, 3], attributes: { reps: [3, 1] } },
    { shape: [2, 3], attributes: { reps: [1, 5] } },
    { shape: [2, 3], attributes: { reps: [2, 0] } },
    { shape: [1, 3, 1], attributes: { reps: [2, 2, 7] } },
    { shape: [2, 1, 3, 2], attributes: { reps: [2, 3, 1, 2] } },
    { shape: [1, 2, 1, 3, 1, 2], attributes: { reps: [2, 1, 3, 1, 2, 2] } },
  ],
  random: smallShapes.chain((shape) =>
    fc
      .array(fc.integer({ min: 1, max: 3 }), { minLength: shape.length, maxLength: shape.length })
      .map((reps) => ({ shape, attributes: { reps } })),
  ),
});

const diagRecord = movementRecord<object>(Diag, laws.diag, {
  cases: [[0], [1], [3], [17], [2, 3], [2, 0], [2, 1, 3]].map((shape) => ({ shape, attributes: {} })),
  random: shapes({ minRank: 1, maxRank: 3, maxSide: 3 }).map((shape) => ({ shape, attributes: {} })),
});

export const rearrangementRecords: readonly OpRecord[] = [
  reshapeRecord,
  expandDimsRecord,
  transposeRecord,
  reverseRecord,
  tileRecord,
  diagRecord,
];
