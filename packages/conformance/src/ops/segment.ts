/** Records of sums by number: segments and histograms. */
import type { Shape } from '@isograd/core';
import {
  Bincount,
  DenseBincount,
  SparseSegmentMean,
  SparseSegmentSum,
  UnsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { hostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/segment.js';
import type { BincountInputs, SegmentInputs, SparseSegmentInputs } from '../oracle/segment.js';
import { type Accuracy, sumOf } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import { floatVector, integerVector } from './edge-values.js';
import type { Differentiability, OpCase, OpRecord } from './op-record.js';

const rests: readonly Shape[] = [[], [3], [17], [2, 1, 3], [1, 2, 1, 2, 2]];

type SegmentCase = OpCase<SegmentInputs, { readonly numSegments: number }>;

/** Rows of some shape, some of them dropped, some segments without any. */
function segmentCase(rows: number, rest: Shape, numSegments: number, seed: number, draw = floats): SegmentCase {
  const segmentIds = integers([rows], seed, [-1, numSegments]);
  return { inputs: { x: draw([rows, ...rest], seed), segmentIds }, attributes: { numSegments } };
}

const unsortedRecord: OpRecord<SegmentInputs, { readonly numSegments: number }> = {
  name: UnsortedSegmentSum,
  family: 'sums by number',
  law: laws.unsortedSegmentSum,
  accuracy: sumOf(({ segmentIds }) => segmentIds.values.length),
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: [
    ...rests.flatMap((rest, seed) => [segmentCase(7, rest, 4, seed), segmentCase(7, rest, 4, seed, integers)]),
    segmentCase(1, [], 1, 1),
    segmentCase(0, [3], 2, 1),
    segmentCase(5, [0], 2, 1),
    segmentCase(67, [9], 5, 1),
    {
      inputs: {
        x: floatVector([Number.NaN, 1, Number.POSITIVE_INFINITY, 2]),
        segmentIds: integerVector([0, 1, 2, 1]),
      },
      attributes: { numSegments: 4 },
      title: 'NaN stays in its segment',
    },
    {
      inputs: { x: integerVector([2 ** 31 - 1, 1]), segmentIds: integerVector([0, 0]) },
      attributes: { numSegments: 1 },
    },
  ],
  random: fc
    .record({
      rows: fc.integer({ min: 1, max: 9 }),
      rest: fc.constantFrom(...rests),
      numSegments: fc.integer({ min: 1, max: 5 }),
      seed: seeds,
    })
    .map(({ rows, rest, numSegments, seed }) => segmentCase(rows, rest, numSegments, seed)),
};

/** `count` rows picked of `rows`, in segments that ascend and may leave some out. */
function sparseCase(
  rows: number,
  rest: Shape,
  count: number,
  seed: number,
  draw = floats,
): OpCase<SparseSegmentInputs, object> {
  const ids = integers([count], seed + 1, [0, 6]);
  return {
    inputs: {
      data: draw([rows, ...rest], seed),
      indices: integers([count], seed, [0, rows]),
      segmentIds: { ...ids, values: ids.values.slice().sort() },
    },
    attributes: {},
  };
}

function sparseRecord(
  name: string,
  law: typeof laws.sparseSegmentSum,
  integerCases: readonly OpCase<SparseSegmentInputs, object>[],
): OpRecord<SparseSegmentInputs, object> {
  return {
    name,
    family: 'sums by number',
    law,
    accuracy: sumOf(({ indices }) => indices.values.length),
    gradient: { kind: 'smooth', inputs: ['data'] },
    cases: [
      ...rests.map((rest, seed) => sparseCase(5, rest, 7, seed)),
      ...integerCases,
      sparseCase(1, [], 1, 1),
      sparseCase(3, [2], 0, 1),
      sparseCase(17, [5], 67, 1),
      {
        inputs: {
          data: floatVector([Number.NaN, 1, 2]),
          indices: integerVector([0, 1, 2]),
          segmentIds: integerVector([0, 3, 3]),
        },
        attributes: {},
        title: 'segments left out',
      },
    ],
    random: fc
      .record({
        rows: fc.integer({ min: 1, max: 6 }),
        rest: fc.constantFrom(...rests),
        count: fc.integer({ min: 1, max: 9 }),
        seed: seeds,
      })
      .map(({ rows, rest, count, seed }) => sparseCase(rows, rest, count, seed)),
  };
}

const noWeights = hostTensor([]);
const sumOfWeights: Accuracy<BincountInputs> = sumOf(({ x }) => x.values.length);
const inWeights: Differentiability = { kind: 'smooth', inputs: ['weights'] };

/** Numbers up to 6 with weights that `draw` makes; size 5 drops some. */
function weighted(shape: Shape, seed: number, draw = floats): BincountInputs {
  return { x: integers(shape, seed, [0, 7]), weights: draw(shape, seed) };
}

const bincountInputs = (shapes: readonly Shape[]): BincountInputs[] => [
  ...shapes.flatMap((shape, seed) => [weighted(shape, seed), weighted(shape, seed, integers)]),
  ...shapes.map((shape, seed) => ({ x: integers(shape, seed, [0, 7]), weights: noWeights })),
  ...shapes.map((shape, seed) => ({
    x: integers(shape, seed, [0, 7]),
    weights: { ...noWeights, dtype: 'int32' as const },
  })),
];

const bincountRecord: OpRecord<BincountInputs, { readonly size: number }> = {
  name: Bincount,
  family: 'sums by number',
  law: laws.bincount,
  accuracy: sumOfWeights,
  gradient: inWeights,
  cases: bincountInputs([[0], [1], [5], [67]]).flatMap((inputs) =>
    [0, 1, 5, 9].map((size) => ({ inputs, attributes: { size } })),
  ),
  random: fc
    .record({ count: fc.integer({ min: 1, max: 20 }), size: fc.integer({ min: 1, max: 9 }), seed: seeds })
    .map(({ count, size, seed }) => ({ inputs: weighted([count], seed), attributes: { size } })),
};

const denseBincountRecord: OpRecord<BincountInputs, { readonly size: number; readonly binaryOutput: boolean }> = {
  name: DenseBincount,
  family: 'sums by number',
  law: laws.denseBincount,
  accuracy: sumOfWeights,
  gradient: inWeights,
  cases: bincountInputs([[0], [17], [1, 1], [3, 5], [0, 4], [2, 0]]).flatMap((inputs) =>
    [5, 9].flatMap((size) => [false, true].map((binaryOutput) => ({ inputs, attributes: { size, binaryOutput } }))),
  ),
  random: fc
    .record({
      shape: fc.constantFrom<Shape[]>([7], [2, 5], [4, 3]),
      size: fc.integer({ min: 1, max: 9 }),
      binaryOutput: fc.boolean(),
      seed: seeds,
    })
    .map(({ shape, size, binaryOutput, seed }) => ({
      inputs: weighted(shape, seed),
      attributes: { size, binaryOutput },
    })),
};

export const segmentRecords: readonly OpRecord[] = [
  unsortedRecord,
  sparseRecord(SparseSegmentSum, laws.sparseSegmentSum, [sparseCase(5, [3], 7, 1, integers)]),
  sparseRecord(SparseSegmentMean, laws.sparseSegmentMean, []),
  bincountRecord,
  denseBincountRecord,
];
