/** Records of arithmetic on two tensors that broadcast, and of sums of several. */
import { sizeOf } from '@isograd/core';
import {
  Add,
  AddN,
  Atan2,
  BitwiseAnd,
  FloorDiv,
  Maximum,
  Minimum,
  Mod,
  Multiply,
  Pow,
  RealDiv,
  SquaredDifference,
  Sub,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/binary.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import { type Accuracy, arithmetic, exact, sumOf, transcendental } from './accuracy.js';
import { distinctFloats, floats, integers, type Range, seeds, shapes } from './arbitrary.js';
import { binaryRecord, pairBy, type PairOf } from './binary-record.js';
import { edgeIntegers, edgeShapes, integerVector } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'arithmetic of two tensors';

/** No element of one tensor comes near one of the other. */
const apart: PairOf = ([a, b], seed) => {
  const sizeOfA = sizeOf(a);
  const { values } = distinctFloats([sizeOfA + sizeOf(b)], seed);
  return {
    a: { shape: a, dtype: 'float32', values: values.slice(0, sizeOfA) },
    b: { shape: b, dtype: 'float32', values: values.slice(sizeOfA) },
  };
};

/** Quotients of [2.1, 2.9], [-2.9, -2.1], [-0.7, -0.1], [0.1, 0.7]: far from the whole numbers, where the rest jumps. */
const quotients: readonly (readonly [a: Range, b: Range])[] = [
  [
    [6.25, 7.75],
    [2.75, 2.9375],
  ],
  [
    [-7.75, -6.25],
    [2.75, 2.9375],
  ],
  [
    [0.25, 1.25],
    [-3, -2],
  ],
  [
    [-1.25, -0.25],
    [-3, -2],
  ],
];

const remainders: PairOf = (shapesOfPair, seed) => {
  const [a, b] = quotients[seed % quotients.length] as readonly [Range, Range];
  return pairBy(floats, a, b)(shapesOfPair, seed);
};

/** Of both signs, and away from 0. */
const divisors: PairOf = (shapesOfPair, seed) =>
  pairBy(floats, [-2, 2], seed % 2 === 0 ? [0.5, 2] : [-2, -0.5])(shapesOfPair, seed);

/** In every quadrant, and away from the origin and from the half line where the angle jumps. */
const directions: PairOf = (shapesOfPair, seed) =>
  pairBy(floats, seed % 2 === 0 ? [0.5, 2] : [-2, -0.5], [-2, 2])(shapesOfPair, seed);

/** Where rounding of a quotient does not decide about its floor. */
const floorEdges: readonly number[] = [0, -0, 0.5, -0.5, 1, -1, 1.5, -1.5, 7, -7, 1e4, -1e4, Number.NaN];

const isNoDivisionByZero = (_a: number, b: number): boolean => b !== 0;

/** One rounding; a complex product adds two. */
const product: Accuracy<laws.BinaryInputs> = {
  of: 'element',
  ulps: ({ a }) => (a.dtype === 'complex64' ? arithmetic : exact).ulps({}, {}),
};

const addNRecord: OpRecord<HostInputs> = {
  name: AddN,
  family,
  law: laws.addN,
  accuracy: sumOf((tensors) => Object.keys(tensors).length),
  gradient: { kind: 'smooth', inputs: ['*'] },
  isVariadic: true,
  cases: [
    ...edgeShapes.flatMap((shape, seed) => [addNCase(shape, 3, seed, floats), addNCase(shape, 2, seed, integers)]),
    addNCase([5], 1, 0, floats),
    addNCase([9], 17, 0, floats),
    { inputs: { 0: integerVector(edgeIntegers), 1: integerVector(edgeIntegers.toReversed()) }, attributes: {} },
  ],
  random: fc
    .record({ shape: shapes(), count: fc.integer({ min: 1, max: 5 }), seed: seeds })
    .map(({ shape, count, seed }) => addNCase(shape, count, seed, floats)),
};

function addNCase(
  shape: readonly number[],
  count: number,
  seed: number,
  tensorOf: (shape: readonly number[], seed: number) => HostTensor,
): OpCase {
  const inputs = Array.from({ length: count }, (_, place) => [place, tensorOf(shape, seed + place)] as const);
  return { inputs: Object.fromEntries(inputs), attributes: {} };
}

/** The kernel takes two tensors of one shape. */
const bitwiseAndRecord: OpRecord<laws.BinaryInputs> = {
  name: BitwiseAnd,
  family,
  law: laws.bitwiseAnd,
  accuracy: exact,
  gradient: { kind: 'none', reason: 'it takes int32' },
  cases: [
    { inputs: { a: integerVector(edgeIntegers), b: integerVector(edgeIntegers.toReversed()) }, attributes: {} },
    ...edgeShapes.map((shape, seed) => ({ inputs: pairBy(integers)([shape, shape], seed), attributes: {} })),
  ],
  random: fc
    .record({ shape: shapes(), seed: seeds })
    .map(({ shape, seed }) => ({ inputs: pairBy(integers)([shape, shape], seed), attributes: {} })),
};

export const binaryRecords: readonly OpRecord[] = [
  binaryRecord(Add, laws.add, { family, takes: ['float32', 'int32', 'complex64'] }),
  addNRecord,
  binaryRecord(Sub, laws.sub, { family, takes: ['float32', 'int32', 'complex64'] }),
  binaryRecord(Multiply, laws.multiply, { family, accuracy: product, takes: ['float32', 'int32', 'complex64'] }),
  binaryRecord(RealDiv, laws.realDiv, { family, takes: ['float32'], pair: divisors }),
  binaryRecord(FloorDiv, laws.floorDiv, {
    family,
    edges: floorEdges,
    mayPairIntegers: isNoDivisionByZero,
    pair: remainders,
    integerPair: pairBy(integers, [-99, 100], [1, 12]),
    gradient: { kind: 'constant', inputs: ['a', 'b'] },
  }),
  binaryRecord(Mod, laws.mod, {
    family,
    mayPairIntegers: isNoDivisionByZero,
    pair: remainders,
    integerPair: pairBy(integers, [-99, 100], [-12, 0]),
  }),
  binaryRecord(Pow, laws.pow, {
    family,
    accuracy: transcendental,
    pair: pairBy(floats, [0.5, 2], [-2, 2]),
    integerEdges: [0, 1, -1, 2, -2, 3, 7, 31, 32, 46341],
    mayPairIntegers: (_a, b) => b >= 0,
    integerPair: pairBy(integers, [-9, 10], [0, 12]),
  }),
  binaryRecord(Atan2, laws.atan2, { family, accuracy: transcendental, takes: ['float32'], pair: directions }),
  binaryRecord(Maximum, laws.maximum, { family, pair: apart }),
  binaryRecord(Minimum, laws.minimum, { family, pair: apart }),
  binaryRecord(SquaredDifference, laws.squaredDifference, { family, accuracy: arithmetic }),
  bitwiseAndRecord,
];
