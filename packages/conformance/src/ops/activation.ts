/** Records of the activations. */
import { logSoftmax } from '@isograd/core';
import {
  ClipByValue,
  Elu,
  EluGrad,
  LeakyRelu,
  Prelu,
  Relu,
  Relu6,
  Selu,
  Sigmoid,
  Softmax,
  Softplus,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/activation.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import { type Accuracy, arithmetic, exact } from './accuracy.js';
import { distinctFloats, floats, seeds, shapes } from './arbitrary.js';
import { edgeFloats, edgeIntegers, edgeShapedIntegers, edgeShapes, floatVector, integerVector } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';
import { unaryRecord } from './unary-record.js';

const family = 'activations';

const bent = { family, accuracy: exact, hasKinks: true } as const;

type PreluInputs = { readonly x: HostTensor; readonly alpha: HostTensor };

/** Slopes for each element, for all, for each channel, and for other axes. */
const slopeShapes: readonly (readonly [x: readonly number[], alpha: readonly number[]])[] = [
  [[7], []],
  [[7], [7]],
  [[2, 3], [3]],
  [
    [5, 9],
    [1, 9],
  ],
  [
    [2, 3, 5],
    [3, 5],
  ],
  [
    [2, 3, 5],
    [3, 1],
  ],
  [
    [2, 3, 2, 5],
    [2, 1, 1, 5],
  ],
  [
    [1, 2, 1, 3, 2, 2],
    [3, 1, 2],
  ],
  [[0, 3], [3]],
];

const preluRecord: OpRecord<PreluInputs> = {
  name: Prelu,
  family,
  law: laws.prelu,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['x', 'alpha'] },
  cases: [
    { inputs: { x: floatVector(edgeFloats), alpha: floatVector([0.25]) }, attributes: {} },
    ...slopeShapes.map(([x, alpha], seed) => preluCase(x, alpha, seed)),
  ],
  random: fc
    .record({ shape: shapes({ minRank: 1 }), from: fc.nat(4), seed: seeds })
    .map(({ shape, from, seed }) => preluCase(shape, shape.slice(Math.min(from, shape.length)), seed)),
};

function preluCase(shape: readonly number[], alphaShape: readonly number[], seed: number): OpCase<PreluInputs> {
  return { inputs: { x: distinctFloats(shape, seed), alpha: floats(alphaShape, seed + 1) }, attributes: {} };
}

type EluGradInputs = { readonly dy: HostTensor; readonly y: HostTensor };

const eluGradRecord: OpRecord<EluGradInputs> = {
  name: EluGrad,
  family,
  law: laws.eluGrad,
  accuracy: arithmetic,
  gradient: { kind: 'refused', inputs: ['dy', 'y'], reason: 'a gradient itself: the table differentiates elu twice' },
  cases: edgeShapes.map((shape, seed) => eluGradCase(shape, seed)),
  random: fc.record({ shape: shapes(), seed: seeds }).map(({ shape, seed }) => eluGradCase(shape, seed)),
};

function eluGradCase(shape: readonly number[], seed: number): OpCase<EluGradInputs> {
  return { inputs: { dy: floats(shape, seed), y: floats(shape, seed + 1, [-0.99, 2]) }, attributes: {} };
}

type SoftmaxInputs = { readonly logits: HostTensor };

/** Errors of the exponentials, and those of their sum, relative to the largest result. */
const normalizedExponentials: Accuracy<SoftmaxInputs> = {
  of: 'tensor',
  ulps: ({ logits }) => 16 + (logits.shape.at(-1) as number) / 2,
};

/** Rows of one class, of many, of none at all; far from 0, and where every class or all but one is impossible. */
const logitCases: readonly OpCase<SoftmaxInputs>[] = [
  ...[[1], [2], [3], [5], [7], [9], [17], [2, 1], [3, 33], [0, 3], [2, 3, 4], [1, 2, 1, 3, 2, 5]].map(
    (shape, seed) => ({
      inputs: { logits: floats(shape, seed) },
      attributes: { dim: shape.length - 1 },
    }),
  ),
  ...[
    [1000, 1001, 999],
    [-1000, -1001, -999],
    [0, 200, -200],
    [1e30, -1e30, 0],
    [Number.NEGATIVE_INFINITY, 0, 1],
    [Number.POSITIVE_INFINITY, 0, 1],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [Number.NaN, 0, 1],
  ].map((row) => ({ inputs: { logits: floatVector(row) }, attributes: { dim: 0 } })),
];

const randomLogits: fc.Arbitrary<OpCase<SoftmaxInputs>> = fc
  .record({ shape: shapes({ minRank: 1 }), seed: seeds })
  .map(({ shape, seed }) => ({ inputs: { logits: floats(shape, seed) }, attributes: { dim: shape.length - 1 } }));

const softmaxRecord: OpRecord<SoftmaxInputs> = {
  name: Softmax,
  family,
  law: laws.softmax,
  accuracy: normalizedExponentials,
  gradient: { kind: 'smooth', inputs: ['logits'] },
  cases: logitCases,
  random: randomLogits,
};

const logSoftmaxRecord: OpRecord<SoftmaxInputs> = {
  ...softmaxRecord,
  name: 'logSoftmax',
  law: laws.logSoftmax,
  run: ({ logits }) => logSoftmax(logits),
};

/** Bounds on both sides and on one. */
const clips = [
  { clipValueMin: -0.5, clipValueMax: 0.5 },
  { clipValueMin: 0, clipValueMax: 1e30 },
  { clipValueMin: Number.NEGATIVE_INFINITY, clipValueMax: -1 },
];

const clipOfFloats = unaryRecord(ClipByValue, laws.clipByValue, { ...bent, attributes: clips });

/** Integers have bounds that are integers. */
const clipRecord: typeof clipOfFloats = {
  ...clipOfFloats,
  cases: [
    ...clipOfFloats.cases,
    ...[integerVector(edgeIntegers), ...edgeShapedIntegers()].map((x) => ({
      inputs: { x },
      attributes: { clipValueMin: -7, clipValueMax: 5 },
    })),
  ],
};

export const activationRecords: readonly OpRecord[] = [
  unaryRecord(Relu, laws.relu, { ...bent, takesIntegers: true }),
  unaryRecord(Relu6, laws.relu6, { ...bent, takesIntegers: true }),
  unaryRecord(LeakyRelu, laws.leakyRelu, {
    ...bent,
    takesIntegers: true,
    attributes: [0.25, 0, 1.5, -1].map((alpha) => ({ alpha })),
  }),
  clipRecord,
  preluRecord,
  unaryRecord(Elu, laws.elu, { family, hasKinks: true }),
  eluGradRecord,
  unaryRecord(Selu, laws.selu, { family, hasKinks: true }),
  unaryRecord(Sigmoid, laws.sigmoid, { family }),
  unaryRecord(Softplus, laws.softplus, { family }),
  softmaxRecord,
  logSoftmaxRecord,
];
