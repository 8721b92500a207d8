/** Records of the makers of values. */
import { RandomBits } from '@isograd/core';
import { Fill, LinSpace, Multinomial, OneHot, Range } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/creation.js';
import { type HostTensor, tabulate } from '../oracle/host-tensor.js';
import { exact, interpolation } from './accuracy.js';
import { integers, seeds, shapes } from './arbitrary.js';
import { edgeFloats, edgeShapes, integerVector, largestFloat } from './edge-values.js';
import type { Differentiability, OpCase, OpRecord } from './op-record.js';

const family = 'makers of values';

const made: Differentiability = { kind: 'none', reason: 'it has no inputs' };

/** A case of an op that has attributes alone. */
const from = <Attributes extends object>(attributes: Attributes): OpCase<laws.NoInputs, Attributes> => ({
  inputs: {},
  attributes,
});

type FillAttributes = Parameters<typeof laws.fill>[1];

const fillRecord: OpRecord<laws.NoInputs, FillAttributes> = {
  name: Fill,
  family,
  law: laws.fill,
  accuracy: exact,
  gradient: made,
  cases: [
    ...edgeShapes.flatMap((shape) => [
      from<FillAttributes>({ shape, value: -1.5, dtype: 'float32' }),
      from<FillAttributes>({ shape, value: -7, dtype: 'int32' }),
      from<FillAttributes>({ shape, value: 1, dtype: 'bool' }),
    ]),
    ...edgeFloats.map((value) => from<FillAttributes>({ shape: [3], value, dtype: 'float32' })),
    from<FillAttributes>({ shape: [3], value: 2 ** 31 - 1, dtype: 'int32' }),
  ],
  random: fc
    .record({ shape: shapes(), value: fc.integer({ min: -(2 ** 24), max: 2 ** 24 }) })
    .map(({ shape, value }) => from<FillAttributes>({ shape, value: value / 16, dtype: 'float32' })),
};

type LinSpaceAttributes = Parameters<typeof laws.linSpace>[1];

const linSpaceRecord: OpRecord<laws.NoInputs, LinSpaceAttributes> = {
  name: LinSpace,
  family,
  law: laws.linSpace,
  accuracy: interpolation,
  gradient: made,
  cases: [
    { start: 0, stop: 1, num: 1 },
    { start: 2, stop: 3, num: 2 },
    { start: 0, stop: 1, num: 11 },
    { start: 1, stop: -1, num: 7 },
    { start: 5, stop: 5, num: 4 },
    { start: -3, stop: 1e6, num: 17 },
    { start: 0, stop: 1, num: 5000 },
  ].map(from),
  random: fc
    .record({
      start: fc.integer({ min: -100, max: 100 }),
      stop: fc.integer({ min: -100, max: 100 }),
      num: fc.integer({ min: 1, max: 100 }),
    })
    .map(from),
};

type RangeAttributes = Parameters<typeof laws.range>[1];

const rangeRecord: OpRecord<laws.NoInputs, RangeAttributes> = {
  name: Range,
  family,
  law: laws.range,
  accuracy: interpolation,
  gradient: made,
  cases: [
    ...(['float32', 'int32'] as const).flatMap((dtype) => [
      { start: 0, stop: 5, step: 1, dtype },
      { start: 0, stop: 10, step: 3, dtype },
      { start: -3, stop: 9, step: 2, dtype },
      { start: 5, stop: 5, step: 1, dtype },
      { start: 4, stop: -2, step: 1, dtype },
      { start: 10, stop: -5, step: -4, dtype },
      { start: 0, stop: 5, step: -1, dtype },
      { start: 5, stop: 0, step: 2, dtype },
      { start: 3, stop: 10, step: 150, dtype },
    ]),
    { start: 0, stop: 1, step: 0.25, dtype: 'float32' as const },
    { start: 1, stop: 0, step: -0.125, dtype: 'float32' as const },
    { start: 0, stop: 1, step: 1 / 1024 / 3, dtype: 'float32' as const },
  ].map(from<RangeAttributes>),
  random: fc
    .record({
      start: fc.integer({ min: -50, max: 50 }),
      length: fc.integer({ min: 0, max: 100 }),
      step: fc.integer({ min: 1, max: 9 }),
      dtype: fc.constantFrom('float32', 'int32'),
    })
    .map(({ start, length, step, dtype }) => from<RangeAttributes>({ start, stop: start + length, step, dtype })),
};

type OneHotInputs = Parameters<typeof laws.oneHot>[0];
type OneHotAttributes = Parameters<typeof laws.oneHot>[1];

const oneHotRecord: OpRecord<OneHotInputs, OneHotAttributes> = {
  name: OneHot,
  family,
  law: laws.oneHot,
  accuracy: exact,
  gradient: { kind: 'none', reason: 'it takes int32' },
  cases: [
    ...edgeShapes.flatMap((shape, seed) =>
      (['float32', 'int32', 'bool'] as const).map((dtype) => ({
        inputs: { indices: integers(shape, seed, [0, 5]) },
        attributes: { depth: 5, onValue: 1, offValue: 0, dtype },
      })),
    ),
    {
      inputs: { indices: integerVector([0, -1, 3, 4, 1000, -1000, 2]) },
      attributes: { depth: 4, onValue: largestFloat, offValue: -0.5, dtype: 'float32' },
    },
    {
      inputs: { indices: integerVector([1, 0, 1]) },
      attributes: { depth: 2, onValue: 2 ** 31 - 1, offValue: -(2 ** 31), dtype: 'int32' },
    },
  ],
  random: fc
    .record({ shape: shapes({ maxRank: 3 }), depth: fc.integer({ min: 2, max: 20 }), seed: seeds })
    .map(({ shape, depth, seed }) => ({
      inputs: { indices: integers(shape, seed, [-1, depth + 1]) },
      attributes: { depth, onValue: 1, offValue: 0, dtype: 'float32' as const },
    })),
};

type MultinomialInputs = Parameters<typeof laws.multinomial>[0];
type MultinomialAttributes = Parameters<typeof laws.multinomial>[1];

/** Rows whose weight is all in one place. */
function certainCase(options: {
  readonly rows: number;
  readonly places: number;
  readonly numSamples: number;
  readonly normalized: boolean;
  readonly seed: number;
}): OpCase<MultinomialInputs, MultinomialAttributes> {
  const { rows, places, numSamples, normalized, seed } = options;
  const chosen = integers([rows], seed, [0, places]).values;
  const [weight, none] = normalized ? [1, 0] : [3, -1000];
  const logits: HostTensor = tabulate([rows, places], ([row = 0, place]) => (place === chosen[row] ? weight : none));
  return { inputs: { logits }, attributes: { numSamples, seed: seed + 1, normalized } };
}

const multinomialRecord: OpRecord<MultinomialInputs, MultinomialAttributes> = {
  name: Multinomial,
  family,
  law: laws.multinomial,
  accuracy: exact,
  gradient: { kind: 'constant', inputs: ['logits'] },
  cases: [false, true].flatMap((normalized) => [
    certainCase({ rows: 1, places: 2, numSamples: 9, normalized, seed: 1 }),
    certainCase({ rows: 3, places: 7, numSamples: 5, normalized, seed: 2 }),
    certainCase({ rows: 17, places: 33, numSamples: 1, normalized, seed: 3 }),
  ]),
  random: fc
    .record({
      rows: fc.integer({ min: 1, max: 5 }),
      places: fc.integer({ min: 2, max: 9 }),
      numSamples: fc.integer({ min: 1, max: 9 }),
      normalized: fc.boolean(),
      seed: seeds,
    })
    .map(certainCase),
};

type RandomBitsInputs = Parameters<typeof laws.randomBits>[0];
type RandomBitsAttributes = Parameters<typeof laws.randomBits>[1];

function bitsCase(
  shape: readonly number[],
  bits: number,
  domain: number,
  seed: number,
): OpCase<RandomBitsInputs, RandomBitsAttributes> {
  const key = integers([4], seed, [0, 2 ** 16]);
  const data: HostTensor = { shape: [], dtype: 'int32', values: integers([], seed + 1, [-(2 ** 30), 2 ** 30]).values };
  return { inputs: seed % 2 === 0 ? { key } : { key, data }, attributes: { shape, bits, domain } };
}

const randomBitsRecord: OpRecord<RandomBitsInputs, RandomBitsAttributes> = {
  name: RandomBits,
  family,
  law: laws.randomBits,
  accuracy: exact,
  gradient: { kind: 'none', reason: 'it takes int32' },
  cases: [
    ...edgeShapes.map((shape, seed) => bitsCase(shape, 24, seed % 3, seed)),
    ...[1, 8, 16, 23].map((bits, seed) => bitsCase([33], bits, 0, seed)),
  ],
  random: fc
    .record({
      shape: shapes(),
      bits: fc.integer({ min: 1, max: 24 }),
      domain: fc.integer({ min: 0, max: 2 }),
      seed: seeds,
    })
    .map(({ shape, bits, domain, seed }) => bitsCase(shape, bits, domain, seed)),
};

export const creationRecords: readonly OpRecord[] = [
  fillRecord,
  linSpaceRecord,
  rangeRecord,
  oneHotRecord,
  multinomialRecord,
  randomBitsRecord,
];
