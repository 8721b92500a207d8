/** Records of the functions of one number that are constant in steps. */
import { Ceil, Floor, IsFinite, IsInf, IsNan, LogicalNot, Round, Sign, Step } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/step-functions.js';
import type { UnaryInputs } from '../oracle/unary.js';
import { exact } from './accuracy.js';
import { booleans, seeds, shapes } from './arbitrary.js';
import { edgeFloats, edgeShapes } from './edge-values.js';
import type { OpRecord } from './op-record.js';
import { unaryRecord } from './unary-record.js';

const family = 'functions that are constant in steps';

const constant = { family, accuracy: exact, kind: 'constant', hasKinks: true } as const;

/** Beside halves, and where float32 has no fractions left. */
const nearHalves: readonly number[] = [
  ...edgeFloats,
  ...[0.5, 1.5, 2.5].flatMap((half) => [half - 2 ** -23, half + 2 ** -22, -half + 2 ** -23, -half - 2 ** -22]),
  2 ** 22 + 0.5,
  2 ** 22 + 1.5,
  2 ** 23 - 0.5,
  2 ** 23 + 1,
  2 ** 24,
];

const logicalNotRecord: OpRecord<UnaryInputs> = {
  name: LogicalNot,
  family,
  law: laws.logicalNot,
  accuracy: exact,
  gradient: { kind: 'none', reason: 'it takes bool' },
  cases: edgeShapes.map((shape, seed) => ({ inputs: { x: booleans(shape, seed) }, attributes: {} })),
  random: fc
    .record({ shape: shapes(), seed: seeds })
    .map(({ shape, seed }) => ({ inputs: { x: booleans(shape, seed) }, attributes: {} })),
};

export const stepFunctionRecords: readonly OpRecord[] = [
  unaryRecord(Ceil, laws.ceil, { ...constant, edges: nearHalves }),
  unaryRecord(Floor, laws.floor, { ...constant, edges: nearHalves }),
  unaryRecord(Round, laws.round, { ...constant, edges: nearHalves, takesIntegers: true }),
  unaryRecord(Sign, laws.sign, {
    ...constant,
    edges: edgeFloats.filter((value) => !Number.isNaN(value)),
    takesIntegers: true,
  }),
  unaryRecord(Step, laws.step, { ...constant, attributes: [{ alpha: 0 }, { alpha: 0.25 }, { alpha: -3 }] }),
  unaryRecord(IsFinite, laws.isFinite, constant),
  unaryRecord(IsInf, laws.isInf, constant),
  unaryRecord(IsNan, laws.isNaN, constant),
  logicalNotRecord,
];
