/** Record of normalisation with given statistics. */
import { FusedBatchNorm } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { batchNorm, type BatchNormAttributes, type BatchNormInputs } from '../oracle/batch-norm.js';
import { mapValues } from '../oracle/host-tensor.js';
import type { Accuracy } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

type BatchNormCase = OpCase<BatchNormInputs, BatchNormAttributes>;

/** What tf.batchNorm passes: `x` of rank 4, and statistics of the last axis or of every element. */
interface BatchNormChoice {
  readonly shape: readonly number[];
  readonly isOfElements: boolean;
  readonly hasScale: boolean;
  readonly hasOffset: boolean;
  readonly varianceEpsilon: number;
  readonly seed: number;
}

function batchNormCase(choice: BatchNormChoice): BatchNormCase {
  const { shape, isOfElements, hasScale, hasOffset, varianceEpsilon, seed } = choice;
  const shapeOfStatistics = isOfElements ? shape : shape.slice(-1);
  const inputs = {
    x: floats(shape, seed),
    mean: floats(shapeOfStatistics, seed + 1),
    variance: floats(shapeOfStatistics, seed + 2, [0.5, 2]),
    ...(hasScale ? { scale: floats(shapeOfStatistics, seed + 3) } : {}),
    ...(hasOffset ? { offset: floats(shapeOfStatistics, seed + 4) } : {}),
  };
  return { inputs, attributes: { varianceEpsilon } };
}

/** A few roundings of (|x| + |mean|) / √(variance + ε) · |scale| + |offset|. */
const accuracy: Accuracy<BatchNormInputs, BatchNormAttributes> = {
  of: 'magnitude',
  ulps: () => 4,
  magnitude: ({ x, mean, variance, scale, offset }, attributes) =>
    batchNorm(
      {
        x: mapValues(x, Math.abs),
        mean: mapValues(mean, (value) => -Math.abs(value)),
        variance,
        ...(scale === undefined ? {} : { scale: mapValues(scale, Math.abs) }),
        ...(offset === undefined ? {} : { offset: mapValues(offset, Math.abs) }),
      },
      attributes,
    ),
};

const flags = [false, true] as const;

/** Every combination of what may be left out. */
const choices = flags.flatMap((isOfElements) =>
  flags.flatMap((hasScale) => flags.map((hasOffset) => ({ isOfElements, hasScale, hasOffset }))),
);

const shapesOfX = [
  [1, 1, 1, 1],
  [1, 1, 1, 3],
  [2, 3, 2, 5],
  [1, 2, 3, 17],
  [2, 1, 1, 8],
  [0, 2, 2, 3],
];

const batchNormRecord: OpRecord<BatchNormInputs, BatchNormAttributes> = {
  name: FusedBatchNorm,
  family: 'normalisation',
  law: batchNorm,
  accuracy,
  gradient: { kind: 'smooth', inputs: ['x', 'mean', 'variance', 'scale', 'offset'] },
  cases: shapesOfX.flatMap((shape, seed) =>
    choices.map((choice) => batchNormCase({ ...choice, shape, seed, varianceEpsilon: seed % 2 === 0 ? 1e-3 : 1e-5 })),
  ),
  random: fc
    .record({
      shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 }),
      choice: fc.constantFrom(...choices),
      seed: seeds,
    })
    .map(({ shape, choice, seed }) => batchNormCase({ ...choice, shape, seed, varianceEpsilon: 1e-3 })),
};

export const batchNormRecords: readonly OpRecord[] = [batchNormRecord];
