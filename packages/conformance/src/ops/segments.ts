/** Records of what @isograd/core does with rows that belong together. */
import { scatterAdd, segmentMax, segmentMean, segmentMin, segmentProd, type Segments, segmentSum } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/segments.js';
import type { SegmentAttributes, SegmentInputs } from '../oracle/segments.js';
import { type Accuracy, exact, sumOf } from './accuracy.js';
import { distinctFloats, floats, integers, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'segments';

/** Some segments stay empty, and some rows have ids of none. */
function segmentCase(
  shape: readonly number[],
  numSegments: number,
  seed: number,
): OpCase<SegmentInputs, SegmentAttributes> {
  return {
    inputs: {
      data: distinctFloats(shape, seed),
      segmentIds: integers(shape.slice(0, 1), seed + 1, [-1, numSegments + 1]),
    },
    attributes: { numSegments },
  };
}

const cases = [
  segmentCase([5], 3, 1),
  segmentCase([1, 1], 1, 2),
  segmentCase([7, 3], 4, 3),
  segmentCase([9, 2, 5], 2, 4),
  segmentCase([17, 1, 2, 1, 2, 3], 6, 5),
];

const random = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), seeds)
  .map(([rows, features, numSegments, seed]) => segmentCase([rows, features], numSegments, seed));

function record(
  name: string,
  reduction: Parameters<typeof laws.reduceSegments>[0],
  run: (data: Tensor, segments: Segments) => Tensor,
  accuracy: Accuracy<SegmentInputs, SegmentAttributes>,
): OpRecord<SegmentInputs, SegmentAttributes> {
  return {
    name,
    family,
    law: laws.reduceSegments(reduction),
    run: ({ data, segmentIds }, { numSegments }) => run(data, { segmentIds, numSegments }),
    accuracy,
    gradient: { kind: 'smooth', inputs: ['data'] },
    cases,
    random,
  };
}

/** At most all rows are added up. */
const sumOfRows: Accuracy<SegmentInputs, SegmentAttributes> = sumOf(({ segmentIds }) => segmentIds.values.length);

type ScatterInputs = { readonly x: HostTensor; readonly indices: HostTensor; readonly updates: HostTensor };

function scatterCase(shape: readonly number[], rows: number, seed: number): OpCase<ScatterInputs> {
  return {
    inputs: {
      x: floats(shape, seed),
      indices: integers([rows, 1], seed + 1, [0, shape[0] as number]),
      updates: floats([rows, ...shape.slice(1)], seed + 2),
    },
    attributes: {},
  };
}

const scatter: OpRecord<ScatterInputs> = {
  name: 'scatterAdd',
  family,
  law: laws.scatterAdd,
  run: ({ x, indices, updates }) => scatterAdd(x, { indices, updates }),
  accuracy: sumOf(({ updates }) => 1 + (updates.shape[0] as number)),
  gradient: { kind: 'smooth', inputs: ['x', 'updates'] },
  cases: [
    scatterCase([4], 3, 1),
    scatterCase([3, 5], 7, 2),
    scatterCase([1, 1], 1, 3),
    scatterCase([2, 3, 1, 2, 1, 3], 4, 4),
  ],
  random: fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }), seeds)
    .map(([rows, updates, seed]) => scatterCase([rows, 3], updates, seed)),
};

/** Sums, means, products and extrema of segments, and scatterAdd. */
export const segmentRecords: readonly OpRecord[] = [
  record('segmentSum', laws.sum, segmentSum, sumOfRows),
  record('segmentMean', laws.mean, segmentMean, sumOfRows),
  record('segmentProd', laws.product, segmentProd, {
    of: 'element',
    ulps: ({ segmentIds }) => 1 + segmentIds.values.length,
  }),
  record('segmentMax', laws.maximum, segmentMax, exact),
  record('segmentMin', laws.minimum, segmentMin, exact),
  scatter,
];
