/** Records of comparisons and logic, and of choices. */
import {
  BroadcastArgs,
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  NotEqual,
  Select,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/comparison.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import { exact } from './accuracy.js';
import { booleans, floats, integers, seeds, shapes } from './arbitrary.js';
import { binaryRecord } from './binary-record.js';
import { broadcastPairs, randomPairs, type ShapePair } from './broadcast-shapes.js';
import { edgeFloats, edgeShapes, floatVector, integerVector } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'comparisons and choices';

const comparison = {
  family,
  takes: ['float32', 'int32', 'bool'],
  gradient: { kind: 'constant', inputs: ['a', 'b'] },
} as const;

const logic = { family, takes: ['bool'], gradient: { kind: 'none', reason: 'it takes bool' } } as const;

type SelectInputs = Parameters<typeof laws.select>[0];

function selectCase(
  shape: readonly number[],
  seed: number,
  tensorOf: (shape: readonly number[], seed: number) => HostTensor,
): OpCase<SelectInputs> {
  const inputs = { condition: booleans(shape, seed), t: tensorOf(shape, seed + 1), e: tensorOf(shape, seed + 2) };
  return { inputs, attributes: {} };
}

/** tf.where broadcasts its arguments before. */
const selectRecord: OpRecord<SelectInputs> = {
  name: Select,
  family,
  law: laws.select,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['t', 'e'] },
  cases: [
    ...[floats, integers, booleans].flatMap((tensorOf) =>
      edgeShapes.map((shape, seed) => selectCase(shape, seed, tensorOf)),
    ),
    {
      inputs: {
        condition: booleans([edgeFloats.length], 1),
        t: floatVector(edgeFloats),
        e: floatVector(edgeFloats.toReversed()),
      },
      attributes: {},
    },
  ],
  random: fc.record({ shape: shapes(), seed: seeds }).map(({ shape, seed }) => selectCase(shape, seed, floats)),
};

type BroadcastArgsInputs = Parameters<typeof laws.broadcastArgs>[0];

function broadcastArgsCase([a, b]: ShapePair): OpCase<BroadcastArgsInputs> {
  return { inputs: { s0: integerVector(a), s1: integerVector(b) }, attributes: {} };
}

const broadcastArgsRecord: OpRecord<BroadcastArgsInputs> = {
  name: BroadcastArgs,
  family,
  law: laws.broadcastArgs,
  accuracy: exact,
  gradient: { kind: 'none', reason: 'shapes go in and out' },
  cases: broadcastPairs.map(broadcastArgsCase),
  random: randomPairs.map(broadcastArgsCase),
};

export const comparisonRecords: readonly OpRecord[] = [
  binaryRecord(Equal, laws.equal, comparison),
  binaryRecord(NotEqual, laws.notEqual, comparison),
  binaryRecord(Greater, laws.greater, comparison),
  binaryRecord(GreaterEqual, laws.greaterEqual, comparison),
  binaryRecord(Less, laws.less, comparison),
  binaryRecord(LessEqual, laws.lessEqual, comparison),
  binaryRecord(LogicalAnd, laws.logicalAnd, logic),
  binaryRecord(LogicalOr, laws.logicalOr, logic),
  selectRecord,
  broadcastArgsRecord,
];
