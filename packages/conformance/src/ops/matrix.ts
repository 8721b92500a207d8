/** Records of products of matrices. */
import { BatchMatMul } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { batchMatMul, type MatrixAttributes, type MatrixInputs } from '../oracle/matrix.js';
import { sumOf } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

type MatrixCase = OpCase<MatrixInputs, MatrixAttributes>;

/** Sizes of one product. */
interface Sizes {
  readonly batchOfA: readonly number[];
  readonly batchOfB: readonly number[];
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

function caseOf(sizes: Sizes, attributes: MatrixAttributes, seed: number, values = floats): MatrixCase {
  const { batchOfA, batchOfB, rows, inner, columns } = sizes;
  const { transposeA, transposeB } = attributes;
  return {
    inputs: {
      a: values([...batchOfA, ...(transposeA ? [inner, rows] : [rows, inner])], seed),
      b: values([...batchOfB, ...(transposeB ? [columns, inner] : [inner, columns])], seed + 1),
    },
    attributes,
  };
}

const transposes: readonly MatrixAttributes[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

/** Sizes where kernels break: nothing at all, one element, a rest beside tiles of 4, 6, 8 and 16. */
const edgeSizes: readonly Sizes[] = [
  { batchOfA: [1], batchOfB: [1], rows: 1, inner: 1, columns: 1 },
  { batchOfA: [1], batchOfB: [1], rows: 2, inner: 0, columns: 3 },
  { batchOfA: [0], batchOfB: [0], rows: 2, inner: 2, columns: 2 },
  { batchOfA: [1], batchOfB: [3], rows: 7, inner: 9, columns: 17 },
  { batchOfA: [2, 2], batchOfB: [1, 2], rows: 5, inner: 33, columns: 3 },
  { batchOfA: [1], batchOfB: [1], rows: 1, inner: 67, columns: 31 },
];

const random: fc.Arbitrary<MatrixCase> = fc
  .record({
    batch: fc.constantFrom([1], [2], [2, 3]),
    rows: fc.integer({ min: 1, max: 9 }),
    inner: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    attributes: fc.constantFrom(...transposes),
    seed: seeds,
  })
  .map(({ batch, rows, inner, columns, attributes, seed }) =>
    caseOf({ batchOfA: batch, batchOfB: batch, rows, inner, columns }, attributes, seed),
  );

const batchMatMulRecord: OpRecord<MatrixInputs, MatrixAttributes> = {
  name: BatchMatMul,
  family: 'products of matrices',
  law: batchMatMul,
  accuracy: sumOf(({ a }, { transposeA }) => a.shape.at(transposeA ? -2 : -1) as number),
  gradient: { kind: 'smooth', inputs: ['a', 'b'] },
  cases: [
    ...edgeSizes.flatMap((sizes, seed) => transposes.map((attributes) => caseOf(sizes, attributes, seed))),
    caseOf(edgeSizes[3] as Sizes, { transposeA: false, transposeB: true }, 1, integers),
  ],
  random,
};

export const matrixRecords: readonly OpRecord[] = [batchMatMulRecord];
