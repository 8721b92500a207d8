/** Records of sparse tensors. */
import { SparseFillEmptyRows, SparseReshape } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type HostTensor, hostTensor, indexOf } from '../oracle/host-tensor.js';
import * as laws from '../oracle/sparse.js';
import type { FillRowsInputs, SparseReshapeInputs } from '../oracle/sparse.js';
import { exact } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import { integerVector } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

/** Every third position of a shape. */
function positionsIn(shape: readonly number[]): HostTensor {
  const size = shape.reduce((product, side) => product * side, 1);
  const rows = Array.from({ length: Math.ceil(size / 3) }, (_, place) => indexOf(shape, 3 * place));
  return hostTensor(rows.flat(), [rows.length, shape.length], 'int32');
}

const reshapes: readonly (readonly [from: readonly number[], to: readonly number[]])[] = [
  [[1], [1]],
  [[17], [17]],
  [[12], [3, 4]],
  [[3, 4], [12]],
  [
    [3, 4],
    [2, -1],
  ],
  [
    [2, 3, 4],
    [-1, 2, 3],
  ],
  [
    [2, 3, 1, 2, 2],
    [4, 6],
  ],
  [[24], [2, 1, 3, 1, 2, 2]],
  [
    [0, 3],
    [3, 0],
  ],
];

const reshapeRecord: OpRecord<SparseReshapeInputs> = {
  name: SparseReshape,
  family: 'sparse tensors',
  law: laws.sparseReshape,
  accuracy: exact,
  gradient: { kind: 'none', reason: 'positions and shapes are no real numbers' },
  cases: reshapes.map(([from, to]) => reshapeCase(from, to)),
  random: fc.constantFrom(...reshapes).map(([from, to]) => reshapeCase(from, to)),
};

function reshapeCase(from: readonly number[], to: readonly number[]): OpCase<SparseReshapeInputs> {
  return {
    inputs: { inputIndices: positionsIn(from), inputShape: integerVector(from), newShape: integerVector(to) },
    attributes: {},
  };
}

/** Elements in the rows given, in columns from 0 on. */
function fillCase(
  rows: readonly number[],
  denseShape: readonly number[],
  seed: number,
  draw = floats,
): OpCase<FillRowsInputs> {
  const rank = denseShape.length;
  const positions = rows.flatMap((row, place) => denseShape.map((size, axis) => (axis === 0 ? row : place % size)));
  return {
    inputs: {
      indices: hostTensor(positions, [rows.length, rank], 'int32'),
      values: draw([rows.length], seed),
      denseShape: integerVector(denseShape),
      defaultValue: draw([], seed + 1),
    },
    attributes: {},
  };
}

const fillRecord: OpRecord<FillRowsInputs> = {
  name: SparseFillEmptyRows,
  family: 'sparse tensors',
  law: laws.sparseFillEmptyRows,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['values', 'defaultValue'] },
  cases: [floats, integers].flatMap((draw) => [
    fillCase([0], [1, 1], 1, draw),
    fillCase([0, 1, 2], [3, 4], 1, draw),
    fillCase([0, 0, 2, 5], [7, 3], 1, draw),
    fillCase([3, 3, 1], [5, 2], 1, draw),
    fillCase([4, 0, 4, 2, 0], [17, 5], 1, draw),
    fillCase([], [3, 2], 1, draw),
    fillCase([], [0, 2], 1, draw),
    fillCase([1, 3], [4, 2, 3], 1, draw),
    fillCase([1, 3], [4], 1, draw),
  ]),
  random: fc
    .record({ count: fc.integer({ min: 1, max: 7 }), rows: fc.integer({ min: 1, max: 6 }), seed: seeds })
    .map(({ count, rows, seed }) => fillCase(Array.from(integers([count], seed, [0, rows]).values), [rows, 3], seed)),
};

export const sparseRecords: readonly OpRecord[] = [reshapeRecord, fillRecord];
