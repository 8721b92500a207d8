/** Records of the choice of boxes. */
import { NonMaxSuppressionV3, NonMaxSuppressionV4, NonMaxSuppressionV5 } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/non-max-suppression.js';
import type { BoxAttributes, BoxInputs } from '../oracle/non-max-suppression.js';
import { exact, transcendental } from './accuracy.js';
import { distinctFloats, floats, seeds } from './arbitrary.js';
import type { OpRecord } from './op-record.js';

const family = 'images';

const noGradient = { kind: 'none', reason: 'a choice of indices' } as const;

/** Boxes about as large as their distances; scores that are all different. */
function someBoxes(count: number, seed: number): BoxInputs {
  const corners = floats([count, 4], seed, [0, 1]);
  const scores = distinctFloats([count], seed + 1);
  return { boxes: corners, scores: { ...scores, values: scores.values.map((score) => 0.5 + score / count) } };
}

/** Three pairs of boxes that overlap, one of them with its corners exchanged. */
const pairs: BoxInputs = {
  boxes: tensor([6, 4], [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 0, 10, 1, 11, 1, 10.1, 0, 11.1, 0, 100, 1, 101]),
  scores: tensor([6], [0.9, 0.75, 0.6, 0.95, 0.5, 0.3]),
};

const attributes: readonly BoxAttributes[] = [
  { maxOutputSize: 3, iouThreshold: 0.5, scoreThreshold: 0 },
  { maxOutputSize: 10, iouThreshold: 0.5, scoreThreshold: 0.4 },
  { maxOutputSize: 2, iouThreshold: 0.01, scoreThreshold: -1 },
  { maxOutputSize: 10, iouThreshold: 0.99, scoreThreshold: 0 },
  { maxOutputSize: 4, iouThreshold: 0.3, scoreThreshold: 2 },
];

function tensor(shape: readonly number[], values: readonly number[]): HostTensor {
  return { shape, dtype: 'float32', values: Float64Array.from(values, Math.fround) };
}

function casesWith<Extra extends object>(extra: Extra) {
  const inputs = [pairs, someBoxes(1, 1), someBoxes(17, 2)];
  return inputs.flatMap((each) => attributes.map((rest) => ({ inputs: each, attributes: { ...rest, ...extra } })));
}

function randomWith<Extra extends object>(extra: Extra) {
  return fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...attributes), seeds)
    .map(([count, rest, seed]) => ({ inputs: someBoxes(count, seed), attributes: { ...rest, ...extra } }));
}

const plain: OpRecord<BoxInputs, BoxAttributes> = {
  name: NonMaxSuppressionV3,
  family,
  law: laws.nonMaxSuppression,
  accuracy: exact,
  gradient: noGradient,
  cases: casesWith({}),
  random: randomWith({}),
};

const padded: OpRecord<BoxInputs, BoxAttributes & { readonly padToMaxOutputSize: boolean }> = {
  name: NonMaxSuppressionV4,
  family,
  law: laws.nonMaxSuppressionPadded,
  accuracy: exact,
  gradient: noGradient,
  cases: [...casesWith({ padToMaxOutputSize: true }), ...casesWith({ padToMaxOutputSize: false })],
  random: randomWith({ padToMaxOutputSize: true }),
};

const soft: OpRecord<BoxInputs, BoxAttributes & { readonly softNmsSigma: number }> = {
  name: NonMaxSuppressionV5,
  family,
  law: laws.softNonMaxSuppression,
  accuracy: transcendental,
  gradient: noGradient,
  cases: [...casesWith({ softNmsSigma: 0.5 }), ...casesWith({ softNmsSigma: 0 })],
  random: randomWith({ softNmsSigma: 0.5 }),
};

/** NonMaxSuppression V3 to V5. */
export const nonMaxSuppressionRecords: readonly OpRecord[] = [plain, padded, soft];
