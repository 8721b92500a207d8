/** Records of products of matrices. */
import { BatchMatMul } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { hostTensor } from '../oracle/host-tensor.js';
import { batchMatMul, type MatrixAttributes, type MatrixInputs } from '../oracle/matrix.js';
import { sumOf } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

type MatrixCase = OpCase<MatrixInputs, MatrixAttributes>;

/** Sizes of one product. */
export interface Sizes {
  readonly batchOfA: readonly number[];
  readonly batchOfB: readonly number[];
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Two stacks of matrices, given as the attributes say. */
export function matrixInputs(
  { batchOfA, batchOfB, rows, inner, columns }: Sizes,
  { transposeA, transposeB }: MatrixAttributes,
  seed: number,
  draw: typeof floats = floats,
): MatrixInputs {
  return {
    a: draw([...batchOfA, ...(transposeA ? [inner, rows] : [rows, inner])], seed),
    b: draw([...batchOfB, ...(transposeB ? [columns, inner] : [inner, columns])], seed + 1),
  };
}

function caseOf(sizes: Sizes, attributes: MatrixAttributes, seed: number, draw: typeof floats = floats): MatrixCase {
  return { inputs: matrixInputs(sizes, attributes, seed, draw), attributes };
}

/** All four ways to give two matrices. */
export const transposes: readonly MatrixAttributes[] = [false, true].flatMap((transposeA) =>
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
    ...transposes.map((attributes) => caseOf(edgeSizes[3] as Sizes, attributes, 1, integers)),
    {
      inputs: {
        a: hostTensor([46341, 46341, 3], [1, 1, 3], 'int32'),
        b: hostTensor([46341, 46341, -7], [1, 3, 1], 'int32'),
      },
      attributes: { transposeA: false, transposeB: false },
      title: 'a sum beyond int32',
    },
    {
      inputs: {
        a: hostTensor([1, Number.NaN, 0, 1], [1, 2, 2]),
        b: hostTensor([0, Number.POSITIVE_INFINITY, 2, -0], [1, 2, 2]),
      },
      attributes: { transposeA: false, transposeB: false },
      title: 'NaN and infinities',
    },
  ],
  random,
};

export const matrixRecords: readonly OpRecord[] = [batchMatMulRecord];
