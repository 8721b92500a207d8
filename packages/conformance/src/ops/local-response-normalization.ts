/** Records of local response normalization. */
import { LRN, LRNGrad } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import {
  type LRNAttributes,
  localResponseNormalization,
  localResponseNormalizationGradient,
} from '../oracle/local-response-normalization.js';
import type { Accuracy } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'normalization';

type LRNCase = OpCase<{ readonly x: HostTensor }, LRNAttributes>;

/** A power of a sum of squares of a few channels, times an element: a power costs what a function does. */
const powerOfSum: Accuracy<never, LRNAttributes> = {
  of: 'tensor',
  ulps: (_inputs, { depthRadius }) => 16 + 2 * depthRadius,
};

function lrnCase(shape: readonly number[], attributes: LRNAttributes, seed: number): LRNCase {
  return { inputs: { x: floats(shape, seed) }, attributes };
}

const cases: readonly LRNCase[] = [
  lrnCase([1, 2, 3, 5], { depthRadius: 5, bias: 1, alpha: 1, beta: 0.5 }, 1),
  lrnCase([2, 2, 2, 17], { depthRadius: 2, bias: 2, alpha: 1e-2, beta: 0.75 }, 2),
  lrnCase([1, 1, 1, 1], { depthRadius: 0, bias: 1, alpha: 1, beta: 1 }, 3),
  lrnCase([1, 3, 1, 9], { depthRadius: 1, bias: 0.5, alpha: 2, beta: 1.5 }, 4),
  lrnCase([0, 2, 2, 3], { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 }, 5),
];

const random: fc.Arbitrary<LRNCase> = fc
  .record({
    height: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 7 }),
    depthRadius: fc.integer({ min: 0, max: 3 }),
    beta: fc.constantFrom(0.5, 0.75, 1),
    seed: seeds,
  })
  .map(({ height, channels, depthRadius, beta, seed }) =>
    lrnCase([1, height, 2, channels], { depthRadius, bias: 1.5, alpha: 0.5, beta }, seed),
  );

const forward: OpRecord<{ readonly x: HostTensor }, LRNAttributes> = {
  name: LRN,
  family,
  law: localResponseNormalization,
  accuracy: powerOfSum,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases,
  random,
};

function gradientCase({ inputs: { x }, attributes }: LRNCase): OpCase {
  const y = localResponseNormalization({ x }, attributes);
  const rounded = { ...y, values: y.values.map(Math.fround) };
  return { inputs: { x, y: rounded, dy: floats(x.shape, 9) }, attributes };
}

const backward: OpRecord = {
  name: LRNGrad,
  family,
  law: localResponseNormalizationGradient as OpRecord['law'],
  accuracy: powerOfSum as Accuracy,
  gradient: { kind: 'refused', inputs: ['x', 'dy'], reason: 'LRN is differentiated through other kernels' },
  cases: cases.map(gradientCase),
  random: random.map(gradientCase),
};

/** LRN and LRNGrad. */
export const localResponseNormalizationRecords: readonly OpRecord[] = [forward, backward];
