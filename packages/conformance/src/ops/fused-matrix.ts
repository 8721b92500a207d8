/** Record of the product of matrices with what follows it in a dense layer. */
import type { Shape } from '@isograd/core';
import { _FusedMatMul, fused, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/matrix.js';
import type { FusedMatrixAttributes, FusedMatrixInputs } from '../oracle/matrix.js';
import { type Accuracy, sumOf } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import { matrixInputs, type Sizes, transposes } from './matrix.js';
import type { OpCase, OpRecord } from './op-record.js';

type FusedCase = OpCase<FusedMatrixInputs, FusedMatrixAttributes>;

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'prelu', 'leakyrelu'] as const;

/** Shapes that broadcast to the product, of every rank. */
function broadcastShapes({ batchOfA, batchOfB, rows, columns }: Sizes): (Shape | undefined)[] {
  const batch = batchOfA.length > batchOfB.length ? batchOfA : batchOfB;
  return [undefined, [], [1], [columns], [1, columns], [rows, 1], [rows, columns], [...batch, rows, columns]];
}

interface Options {
  readonly bias: Shape | undefined;
  readonly slopes: Shape;
  readonly attributes: FusedMatrixAttributes;
}

function caseOf(sizes: Sizes, { bias, slopes, attributes }: Options, seed: number): FusedCase {
  return {
    inputs: {
      ...matrixInputs(sizes, attributes, seed),
      ...(bias === undefined ? {} : { bias: floats(bias, seed + 2) }),
      ...(attributes.activation === 'prelu' ? { preluActivationWeights: floats(slopes, seed + 3) } : {}),
    },
    attributes,
  };
}

const edgeSizes: readonly Sizes[] = [
  { batchOfA: [1], batchOfB: [1], rows: 1, inner: 1, columns: 1 },
  { batchOfA: [], batchOfB: [], rows: 5, inner: 3, columns: 17 },
  { batchOfA: [1], batchOfB: [1], rows: 2, inner: 0, columns: 3 },
  { batchOfA: [2], batchOfB: [2], rows: 3, inner: 7, columns: 5 },
  { batchOfA: [3], batchOfB: [1], rows: 2, inner: 3, columns: 4 },
];

const plain = { transposeA: false, transposeB: false, leakyreluAlpha: 0.3 };

/** A product that rounds, and a function of it that does not stretch distances. */
const ofProduct: Accuracy<FusedMatrixInputs, FusedMatrixAttributes> = sumOf(
  ({ a }, { transposeA }) => 8 + (a.shape.at(transposeA ? -2 : -1) as number),
);

/** Sizes small enough that products seldom come near a kink. */
const random: fc.Arbitrary<FusedCase> = fc
  .record({
    batch: fc.constantFrom<number[][]>([], [1], [2]),
    rows: fc.integer({ min: 1, max: 2 }),
    inner: fc.integer({ min: 1, max: 3 }),
    columns: fc.integer({ min: 1, max: 3 }),
    activation: fc.constantFrom(...activations),
    transpose: fc.constantFrom(...transposes),
    place: fc.nat(7),
    seed: seeds,
  })
  .map(({ batch, rows, inner, columns, activation, transpose, place, seed }) => {
    const sizes = { batchOfA: batch, batchOfB: batch, rows, inner, columns };
    const shapes = broadcastShapes(sizes);
    const attributes = { ...transpose, activation, leakyreluAlpha: 0.3 };
    return caseOf(sizes, { bias: shapes[place], slopes: shapes[1 + (place % 7)] as Shape, attributes }, seed);
  })
  .filter(({ inputs, attributes }) => isAwayFromKinks(laws.biasedProduct(inputs, attributes), attributes));

/** Whether no sum comes to 0 or 6 where the suites move every input by 2^-8: by 2^-4 at most, with 3 products. */
function isAwayFromKinks({ values }: HostTensor, { activation }: FusedMatrixAttributes): boolean {
  if (activation === 'linear' || activation === 'sigmoid') return true;
  return values.every((value) => Math.abs(value) > 2 ** -4 && Math.abs(value - 6) > 2 ** -4);
}

const fusedRecord: OpRecord<FusedMatrixInputs, FusedMatrixAttributes> = {
  name: _FusedMatMul,
  family: 'products of matrices',
  law: laws.fusedMatMul,
  // the public op: under the tape it falls back on kernels that have gradients
  run: (inputs, attributes) => fused.matMul({ ...(inputs as { a: Tensor; b: Tensor }), ...attributes }),
  accuracy: ofProduct,
  gradient: { kind: 'smooth', inputs: ['a', 'b', 'bias', 'preluActivationWeights'] },
  cases: [
    ...edgeSizes.flatMap((sizes, seed) =>
      activations.flatMap((activation) =>
        [undefined, [sizes.columns]].map((bias) =>
          caseOf(sizes, { bias, slopes: [sizes.columns], attributes: { ...plain, activation } }, seed),
        ),
      ),
    ),
    ...edgeSizes.flatMap((sizes, seed) =>
      broadcastShapes(sizes).flatMap((bias) => [
        caseOf(sizes, { bias, slopes: [], attributes: { ...plain, activation: 'relu' } }, seed),
        caseOf(sizes, { bias: undefined, slopes: bias ?? [1], attributes: { ...plain, activation: 'prelu' } }, seed),
      ]),
    ),
    ...transposes.map((transpose) =>
      caseOf(
        edgeSizes[3] as Sizes,
        { bias: [5], slopes: [], attributes: { ...transpose, activation: 'elu', leakyreluAlpha: 0.2 } },
        1,
      ),
    ),
  ],
  random,
};

export const fusedMatrixRecords: readonly OpRecord[] = [fusedRecord];
