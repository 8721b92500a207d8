/** Records of the functions of @isograd/core that training needs and tfjs-core has not: losses and attention. */
import {
  ctcLoss,
  dotProductAttention,
  logSumExp,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { AttentionAttributes, AttentionInputs } from '../oracle/attention.js';
import { dotProductAttention as attentionLaw } from '../oracle/attention.js';
import * as crossEntropy from '../oracle/cross-entropy.js';
import { type CtcInputs, ctcLoss as ctcLaw } from '../oracle/ctc.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import type { Accuracy } from './accuracy.js';
import { booleans, floats, integers, seeds, shapes } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'losses and attention';

/** A few sums, exponentials and logarithms, whose errors are those of the largest term. */
const composed: Accuracy = { of: 'tensor', ulps: () => 64 };

type LossInputs = { readonly labels: HostTensor; readonly logits: HostTensor };

const edgeShapes: readonly (readonly number[])[] = [
  [1, 1],
  [3, 4],
  [2, 17],
  [1, 2, 1, 2, 1, 5],
  [0, 3],
];

const randomShape = shapes({ minRank: 1, maxRank: 3 });

function denseRecord(
  name: string,
  law: OpRecord<LossInputs>['law'],
  run: (labels: Tensor, logits: Tensor) => Tensor,
): OpRecord<LossInputs> {
  const caseOf = (shape: readonly number[], seed: number, size = 2): OpCase<LossInputs> => ({
    inputs: { labels: floats(shape, seed, [0, 1]), logits: floats(shape, seed + 1, [-size, size]) },
    attributes: {},
  });
  return {
    name,
    family,
    law,
    run: ({ labels, logits }) => run(labels, logits),
    accuracy: composed,
    gradient: { kind: 'smooth', inputs: ['labels', 'logits'] },
    cases: [...edgeShapes.map((shape, seed) => caseOf(shape, seed)), caseOf([4, 5], 9, 1000)],
    random: fc.tuple(randomShape, seeds).map(([shape, seed]) => caseOf(shape, seed)),
  };
}

type SparseAttributes = { readonly ignoreIndex?: number };

function sparseCase(
  shape: readonly number[],
  seed: number,
  attributes: SparseAttributes,
): OpCase<LossInputs, SparseAttributes> {
  const classes = shape.at(-1) as number;
  const labels = integers(shape.slice(0, -1), seed, [attributes.ignoreIndex ?? 0, classes]);
  return { inputs: { labels, logits: floats(shape, seed + 1) }, attributes };
}

const sparse: OpRecord<LossInputs, SparseAttributes> = {
  name: 'sparseSoftmaxCrossEntropy',
  family,
  law: crossEntropy.sparseSoftmaxCrossEntropy,
  run: ({ labels, logits }, attributes) => sparseSoftmaxCrossEntropy(labels, logits, attributes),
  accuracy: composed,
  gradient: { kind: 'smooth', inputs: ['logits'] },
  cases: edgeShapes.flatMap((shape, seed) => [
    sparseCase(shape, seed, {}),
    sparseCase(shape, seed, { ignoreIndex: -1 }),
  ]),
  random: fc
    .tuple(randomShape, seeds, fc.constantFrom<SparseAttributes>({}, { ignoreIndex: -1 }))
    .map(([shape, seed, attributes]) => sparseCase(shape, seed, attributes)),
};

const logSumExpRecord: OpRecord<{ readonly x: HostTensor }> = {
  name: 'logSumExp',
  family,
  law: crossEntropy.logSumExp,
  run: ({ x }) => logSumExp(x),
  accuracy: composed,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: [
    ...edgeShapes.map((shape, seed) => ({ inputs: { x: floats(shape, seed) }, attributes: {} })),
    { inputs: { x: floats([3, 5], 1, [-1000, 1000]) }, attributes: {} },
  ],
  random: fc.tuple(randomShape, seeds).map(([shape, seed]) => ({ inputs: { x: floats(shape, seed) }, attributes: {} })),
};

/** Few frames and classes: the law looks at every path. */
function ctcCase(
  seed: number,
  frames: number,
  labels: number,
  withLengths: boolean,
  blankIndex: number,
): OpCase<CtcInputs, { readonly blankIndex: number }> {
  const lengths = (values: readonly number[]): HostTensor => ({
    shape: [values.length],
    dtype: 'int32',
    values: Float64Array.from(values),
  });
  const from = blankIndex === 0 ? 1 : 0;
  return {
    inputs: {
      labels: integers([2, labels], seed, [from, from + 2]),
      logits: floats([2, frames, 3], seed + 1),
      ...(withLengths
        ? { labelLengths: lengths([labels, Math.max(labels - 1, 0)]), logitLengths: lengths([frames, frames - 1]) }
        : {}),
    },
    attributes: { blankIndex },
  };
}

const ctc: OpRecord<CtcInputs, { readonly blankIndex: number }> = {
  name: 'ctcLoss',
  family,
  law: ctcLaw,
  run: ({ labels, logits, labelLengths, logitLengths }, attributes) =>
    ctcLoss(labels, logits, {
      ...attributes,
      ...(labelLengths === undefined ? {} : { labelLengths }),
      ...(logitLengths === undefined ? {} : { logitLengths }),
    }),
  accuracy: composed,
  gradient: { kind: 'smooth', inputs: ['logits'] },
  cases: [ctcCase(1, 5, 2, false, 0), ctcCase(2, 6, 2, true, 2), ctcCase(3, 1, 1, false, 0), ctcCase(4, 3, 1, true, 0)],
  random: fc
    .tuple(seeds, fc.integer({ min: 4, max: 5 }), fc.integer({ min: 1, max: 2 }), fc.boolean(), fc.constantFrom(0, 2))
    .map(([seed, frames, labels, withLengths, blank]) => ctcCase(seed, frames, labels, withLengths, blank)),
};

/** Sizes of an attention: `[batch, time, keyTime, heads, headDim, features]`. */
type AttentionSizes = readonly [number, number, number, number, number, number];

function attentionCase(
  [batch, time, keyTime, heads, headDim, features]: AttentionSizes,
  seed: number,
  attributes: AttentionAttributes,
  isMasked: boolean,
): OpCase<AttentionInputs, AttentionAttributes> {
  return {
    inputs: {
      query: floats([batch, time, heads, headDim], seed),
      key: floats([batch, keyTime, heads, headDim], seed + 1),
      value: floats([batch, keyTime, heads, features], seed + 2),
      ...(isMasked ? { mask: booleans([batch, 1, time, keyTime], seed + 3) } : {}),
    },
    attributes,
  };
}

const attention: OpRecord<AttentionInputs, AttentionAttributes> = {
  name: 'dotProductAttention',
  family,
  law: attentionLaw,
  run: ({ query, key, value, mask }, attributes) =>
    dotProductAttention({ query, key, value }, { ...attributes, ...(mask === undefined ? {} : { mask }) }),
  accuracy: composed,
  gradient: { kind: 'smooth', inputs: ['query', 'key', 'value'] },
  cases: [
    attentionCase([1, 1, 1, 1, 1, 1], 1, {}, false),
    attentionCase([2, 3, 5, 2, 4, 3], 2, {}, true),
    attentionCase([1, 7, 7, 3, 5, 9], 3, { isCausal: true }, false),
    attentionCase([2, 4, 4, 1, 8, 2], 4, { isCausal: true, scale: 0.3 }, true),
  ],
  random: fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), seeds, fc.boolean(), fc.boolean())
    .map(([time, headDim, seed, isCausal, isMasked]) =>
      attentionCase([2, time, isCausal ? time : 3, 2, headDim, 2], seed, { isCausal }, isMasked),
    ),
};

/** Losses and attention. */
export const trainingOpRecords: readonly OpRecord[] = [
  logSumExpRecord,
  denseRecord('softmaxCrossEntropy', crossEntropy.softmaxCrossEntropy, softmaxCrossEntropy),
  sparse,
  denseRecord('sigmoidCrossEntropy', crossEntropy.sigmoidCrossEntropy, sigmoidCrossEntropy),
  ctc,
  attention,
];
