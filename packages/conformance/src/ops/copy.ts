/** Records of copies: the same, in another dtype, and of the same shape. */
import { Cast, Identity, OnesLike, ZerosLike } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/copy.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import type { UnaryInputs } from '../oracle/unary.js';
import { exact } from './accuracy.js';
import { booleans, complexFloats, floats, integers, seeds, shapes } from './arbitrary.js';
import { edgeFloats, edgeIntegers, edgeShapes, floatVector, integerVector } from './edge-values.js';
import type { OpRecord } from './op-record.js';

const family = 'copies and dtypes';

type AnyDType = HostTensor['dtype'];

/** Tensors of every dtype in every edge shape, and the edge values. */
const xs: readonly HostTensor[] = [
  floatVector(edgeFloats),
  integerVector(edgeIntegers),
  ...[floats, integers, booleans, complexFloats].flatMap((tensorOf) =>
    edgeShapes.map((shape, seed) => tensorOf(shape, seed)),
  ),
];

/** Tensors of real or of complex numbers. */
const randomNumbers: fc.Arbitrary<HostTensor> = fc
  .record({ shape: shapes(), seed: seeds, tensorOf: fc.constantFrom(floats, complexFloats) })
  .map(({ shape, seed, tensorOf }) => tensorOf(shape, seed));

/** A record of a function of a tensor of any dtype. */
function copyRecord(
  name: string,
  law: (inputs: UnaryInputs) => HostTensor,
  kind: 'smooth' | 'constant',
): OpRecord<UnaryInputs> {
  return {
    name,
    family,
    law,
    accuracy: exact,
    gradient: { kind, inputs: ['x'] },
    cases: xs.map((x) => ({ inputs: { x }, attributes: {} })),
    random: randomNumbers.map((x) => ({ inputs: { x }, attributes: {} })),
  };
}

/** Every pair of dtypes; of float32 to int32 only what fits, the rest being undefined. */
const castCases = (['float32', 'int32', 'bool', 'complex64'] as const).flatMap((dtype) =>
  xs
    .map((x) => (x.dtype === 'float32' && dtype === 'int32' ? whatFits(x) : x))
    .map((x) => ({ inputs: { x }, attributes: { dtype } })),
);

function whatFits(x: HostTensor): HostTensor {
  const values = x.values.filter((value) => value >= -(2 ** 31) && value < 2 ** 31);
  return values.length === x.values.length ? x : { ...x, shape: [values.length], values };
}

const castRecord: OpRecord<UnaryInputs, { readonly dtype: AnyDType }> = {
  name: Cast,
  family,
  law: laws.cast,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: castCases,
  random: fc
    .record({ x: randomNumbers, dtype: fc.constantFrom('float32', 'complex64') })
    .map(({ x, dtype }) => ({ inputs: { x }, attributes: { dtype } })),
};

export const copyRecords: readonly OpRecord[] = [
  copyRecord(Identity, laws.identity, 'smooth'),
  castRecord,
  copyRecord(OnesLike, laws.onesLike, 'constant'),
  copyRecord(ZerosLike, laws.zerosLike, 'constant'),
];
