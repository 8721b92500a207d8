/** Records of what orders and compares elements. */
import type { Shape } from '@isograd/core';
import { SearchSorted, TopK, Unique } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/ranking.js';
import type { RankingInputs, SearchAttributes, SearchInputs, TopKAttributes } from '../oracle/ranking.js';
import { exact } from './accuracy.js';
import { booleans, distinctFloats, floats, integers, seeds, shapes } from './arbitrary.js';
import { floatVector, integerVector, smallestFloat } from './edge-values.js';
import type { OpRecord } from './op-record.js';

const infinity = Number.POSITIVE_INFINITY;

/** Infinities, zeros, subnormals and equal elements; NaN has no place in an order. */
const orderedEdges = [1, -infinity, 0, infinity, 0, smallestFloat, -smallestFloat, -1, infinity, 2 ** 31];

const topKSizes: readonly (readonly [shape: Shape, k: number])[] = [
  [[1], 1],
  [[5], 0],
  [[5], 5],
  [[17], 3],
  [[67], 20],
  [[3, 5], 2],
  [[0, 3], 2],
  [[2, 1, 4], 4],
  [[1, 2, 1, 2, 2, 5], 3],
];

const topKRecord: OpRecord<RankingInputs, TopKAttributes> = {
  name: TopK,
  family: 'order and search',
  law: laws.topK,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: [
    ...topKSizes.flatMap(([shape, k], seed) =>
      [floats, integers].map((draw) => ({ inputs: { x: draw(shape, seed) }, attributes: { k, sorted: true } })),
    ),
    { inputs: { x: floatVector(orderedEdges) }, attributes: { k: 10, sorted: true } },
    { inputs: { x: floatVector(orderedEdges) }, attributes: { k: 1, sorted: false } },
    { inputs: { x: integerVector([1, 3, 3, 3, 2]) }, attributes: { k: 2, sorted: true }, title: 'ties' },
    { inputs: { x: integerVector([-(2 ** 31), 2 ** 31 - 1]) }, attributes: { k: 2, sorted: true } },
  ],
  random: shapes({ minRank: 1, maxRank: 6, maxSide: 4 }).chain((shape) =>
    fc.record({ k: fc.nat(shape.at(-1) as number), seed: seeds }).map(({ k, seed }) => ({
      inputs: { x: distinctFloats(shape, seed) },
      attributes: { k: Math.max(k, 1), sorted: true },
    })),
  ),
};

/** Rows in ascending order. */
function sortedRows(tensor: HostTensor): HostTensor {
  const columns = tensor.shape.at(-1) as number;
  const values = tensor.values.slice();
  for (let row = 0; row < values.length; row += columns) values.subarray(row, row + columns).sort();
  return { ...tensor, values };
}

const searchSizes = [
  { rows: 1, columns: 1, count: 1 },
  { rows: 1, columns: 17, count: 9 },
  { rows: 3, columns: 5, count: 4 },
  { rows: 2, columns: 7, count: 0 },
  { rows: 2, columns: 0, count: 3 },
];
const sides = ['left', 'right'] as const;

const searchRecord: OpRecord<SearchInputs, SearchAttributes> = {
  name: SearchSorted,
  family: 'order and search',
  law: laws.searchSorted,
  accuracy: exact,
  gradient: { kind: 'constant', inputs: ['sortedSequence', 'values'] },
  cases: sides.flatMap((side) => [
    ...searchSizes.flatMap(({ rows, columns, count }, seed) =>
      [floats, integers].map((draw) => ({
        inputs: { sortedSequence: sortedRows(draw([rows, columns], seed)), values: draw([rows, count], seed + 9) },
        attributes: { side },
      })),
    ),
    {
      inputs: {
        sortedSequence: { ...sortedRows(floatVector(orderedEdges)), shape: [1, orderedEdges.length] },
        values: { ...floatVector(orderedEdges), shape: [1, orderedEdges.length] },
      },
      attributes: { side },
      title: 'values that are in the sequence',
    },
  ]),
  random: fc
    .record({
      rows: fc.integer({ min: 1, max: 3 }),
      columns: fc.integer({ min: 1, max: 20 }),
      count: fc.integer({ min: 1, max: 7 }),
      side: fc.constantFrom(...sides),
      seed: seeds,
    })
    .map(({ rows, columns, count, side, seed }) => ({
      inputs: { sortedSequence: sortedRows(floats([rows, columns], seed)), values: floats([rows, count], seed + 9) },
      attributes: { side },
    })),
};

/** A few values that repeat. */
const repeating = (shape: Shape, seed: number): HostTensor => ({ ...integers(shape, seed, [0, 3]), dtype: 'float32' });
const uniqueCases: readonly (readonly [shape: Shape, axis: number])[] = [
  [[1], 0],
  [[0], 0],
  [[17], 0],
  [[17], -1],
  [[7, 2], 0],
  [[2, 7], 1],
  [[2, 5, 1], -2],
  [[3, 0], 0],
  [[1, 1, 5, 1, 1, 2], 2],
];

const uniqueRecord: OpRecord<RankingInputs, { readonly axis: number }> = {
  name: Unique,
  family: 'order and search',
  law: laws.unique,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: [
    ...uniqueCases.flatMap(([shape, axis], seed) =>
      [repeating, integers, booleans].map((draw) => ({ inputs: { x: draw(shape, seed) }, attributes: { axis } })),
    ),
    { inputs: { x: floatVector(orderedEdges) }, attributes: { axis: 0 } },
    { inputs: { x: floatVector([0, -0, 1e30, -1e30, 1e30]) }, attributes: { axis: 0 }, title: 'zeros are equal' },
  ],
  random: shapes({ minRank: 1, maxRank: 4, maxSide: 5 }).chain((shape) =>
    fc
      .record({ axis: fc.integer({ min: -shape.length, max: shape.length - 1 }), seed: seeds })
      .map(({ axis, seed }) => ({ inputs: { x: distinctFloats(shape, seed) }, attributes: { axis } })),
  ),
};

export const rankingRecords: readonly OpRecord[] = [topKRecord, searchRecord, uniqueRecord];
