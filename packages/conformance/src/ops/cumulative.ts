/** Records of running sums and products. */
import type { Shape } from '@isograd/core';
import { Cumprod, Cumsum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/cumulative.js';
import type { CumulativeAttributes, CumulativeInputs } from '../oracle/cumulative.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import { axisFromStart } from '../oracle/move.js';
import { type Accuracy, productOf, sumOf } from './accuracy.js';
import { factorsWithZero, floats, integers, seeds, shapes } from './arbitrary.js';
import { floatVector, integerVector } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

const shapesAndAxes: readonly (readonly [shape: Shape, axis: number])[] = [
  [[0], 0],
  [[1], 0],
  [[3], -1],
  [[17], 0],
  [[3, 5], 0],
  [[3, 5], 1],
  [[2, 0, 3], 1],
  [[2, 0, 3], 2],
  [[2, 3, 4], -2],
  [[1, 2, 1, 3, 2, 2], 3],
];

/** What the first element says and what NaN leaves untouched: everything before it. */
const edgeVectors: readonly HostTensor[] = [
  floatVector([1, Number.NaN, 3]),
  floatVector([1, 2, Number.POSITIVE_INFINITY, -4, 0.5]),
  floatVector([-0, 0, 3]),
  integerVector([2 ** 31 - 1, 2 ** 31 - 1, 3, 5]),
];

const ways = [false, true].flatMap((exclusive) => [false, true].map((reverse) => ({ exclusive, reverse })));

function cumulative(
  name: string,
  law: typeof laws.cumsum,
  accuracy: Accuracy<CumulativeInputs, CumulativeAttributes>,
  draw: (shape: Shape, seed: number) => HostTensor,
): OpRecord<CumulativeInputs, CumulativeAttributes> {
  const caseOf = (x: HostTensor, attributes: CumulativeAttributes): OpCase<CumulativeInputs, CumulativeAttributes> => ({
    inputs: { x },
    attributes,
  });
  return {
    name,
    family: 'reductions',
    law,
    accuracy,
    gradient: { kind: 'smooth', inputs: ['x'] },
    cases: ways.flatMap((way) => [
      ...shapesAndAxes.flatMap(([shape, axis], seed) => [
        caseOf(draw(shape, seed), { axis, ...way }),
        caseOf(integers(shape, seed), { axis, ...way }),
      ]),
      ...edgeVectors.map((x) => caseOf(x, { axis: 0, ...way })),
    ]),
    random: shapes({ minRank: 1, maxRank: 6, maxSide: 4 }).chain((shape) =>
      fc
        .record({
          axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
          way: fc.constantFrom(...ways),
          seed: seeds,
        })
        .map(({ axis, way, seed }) => caseOf(draw(shape, seed), { axis, ...way })),
    ),
  };
}

function lengthOf({ x: { shape } }: CumulativeInputs, { axis }: CumulativeAttributes): number {
  return shape[axisFromStart(axis, shape.length)] as number;
}

export const cumulativeRecords: readonly OpRecord[] = [
  cumulative(Cumsum, laws.cumsum, sumOf(lengthOf), floats),
  cumulative(Cumprod, laws.cumprod, productOf(lengthOf), factorsWithZero),
];
