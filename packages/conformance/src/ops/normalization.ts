/** Records of the normalizations of @isograd/core. */
import { groupNorm, layerNorm, rmsNorm } from '@isograd/core';
import fc from 'fast-check';
import * as laws from '../oracle/normalization.js';
import type { NormalizationInputs } from '../oracle/normalization.js';
import type { Accuracy } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'normalization';

/** Two means of the elements that belong together, a root and a quotient, judged by the largest element. */
const standardized: Accuracy = { of: 'tensor', ulps: () => 64 };

const smooth = { kind: 'smooth', inputs: ['x', 'gamma', 'beta'] } as const;

/** A case with a factor and a summand, or without. */
function caseOf<Attributes extends object>(
  shape: readonly number[],
  scaleShape: readonly number[] | undefined,
  attributes: Attributes,
  seed: number,
): OpCase<NormalizationInputs, Attributes> {
  const x = floats(shape, seed);
  if (scaleShape === undefined) return { inputs: { x }, attributes };
  return { inputs: { x, gamma: floats(scaleShape, seed + 1), beta: floats(scaleShape, seed + 2) }, attributes };
}

type LayerAttributes = { readonly axis: readonly number[]; readonly epsilon: number };

const layer: OpRecord<NormalizationInputs, LayerAttributes> = {
  name: 'layerNorm',
  family,
  law: laws.layerNorm,
  run: ({ x, gamma, beta }, attributes) => layerNorm(x, { ...attributes, ...given({ gamma, beta }) }),
  accuracy: standardized,
  gradient: smooth,
  cases: [
    caseOf([2, 5], [5], { axis: [1], epsilon: 1e-3 }, 1),
    caseOf([2, 3, 4], [3, 4], { axis: [1, 2], epsilon: 1e-5 }, 2),
    caseOf([3, 17], undefined, { axis: [1], epsilon: 1e-3 }, 3),
    caseOf([1, 1], [1], { axis: [1], epsilon: 1e-3 }, 4),
    caseOf([1, 2, 1, 2, 3, 4], [4], { axis: [5], epsilon: 1e-3 }, 5),
    caseOf([0, 3], [3], { axis: [1], epsilon: 1e-3 }, 6),
  ],
  random: fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 7 }), seeds)
    .map(([rows, features, seed]) => caseOf([rows, features], [features], { axis: [1], epsilon: 0.1 }, seed)),
};

type GroupAttributes = { readonly groups: number; readonly epsilon: number };

const group: OpRecord<NormalizationInputs, GroupAttributes> = {
  name: 'groupNorm',
  family,
  law: laws.groupNorm,
  run: ({ x, gamma, beta }, attributes) => groupNorm(x, { ...attributes, ...given({ gamma, beta }) }),
  accuracy: standardized,
  gradient: smooth,
  cases: [
    caseOf([2, 3, 3, 6], [6], { groups: 3, epsilon: 1e-3 }, 1),
    caseOf([1, 5, 4], [4], { groups: 4, epsilon: 1e-3 }, 2),
    caseOf([2, 2, 2, 2, 3], undefined, { groups: 1, epsilon: 1e-3 }, 3),
    caseOf([0, 3, 4], [4], { groups: 2, epsilon: 1e-3 }, 4),
  ],
  random: fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 2, max: 3 }), seeds)
    .map(([time, groups, size, seed]) =>
      caseOf([2, time, groups * size], [groups * size], { groups, epsilon: 0.1 }, seed),
    ),
};

const rms: OpRecord<NormalizationInputs, { readonly epsilon: number }> = {
  name: 'rmsNorm',
  family,
  law: laws.rmsNorm,
  run: ({ x, gamma }, attributes) => rmsNorm(x, { ...attributes, ...given({ gamma }) }),
  accuracy: standardized,
  gradient: { kind: 'smooth', inputs: ['x', 'gamma'] },
  cases: [
    [2, 5],
    [3, 17],
    [1, 1],
    [1, 2, 1, 2, 3, 4],
    [0, 3],
  ].map((shape, seed) => caseOf(shape, shape.slice(-1), { epsilon: 1e-5 }, seed)),
  random: fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 7 }), seeds)
    .map(([rows, features, seed]) => caseOf([rows, features], [features], { epsilon: 0.1 }, seed)),
};

/** Leaves out what is not given: an option that is undefined is no option. */
function given<Options extends object>(options: Options): { [Name in keyof Options]: NonNullable<Options[Name]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Options]: NonNullable<Options[Name]> };
}

/** layerNorm, groupNorm and rmsNorm. */
export const normalizationRecords: readonly OpRecord[] = [layer, group, rms];
