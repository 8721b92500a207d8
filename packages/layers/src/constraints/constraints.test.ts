/** Constraints against their formulas in float64. */
import { describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Constraint } from './constraint.js';
import { resolveConstraint } from './named-constraint.js';
import { nonNeg } from './non-neg.js';
import { maxNorm, minMaxNorm, unitNorm } from './norms.js';

const shape = [2, 3, 4];
const values = seededValues(9, 24, [-2, 2]);

/** Numbers the vector that an element belongs to: all elements with the same place on the other axes. */
function vectorsAlong(axes: readonly number[]): number[] {
  return Array.from(values, (_, index) => {
    const place = [Math.floor(index / 12), Math.floor(index / 4) % 3, index % 4];
    return place.reduce((number, at, axis) => (axes.includes(axis) ? number : number * 4 + at), 0);
  });
}

/** w · desired(‖w‖) / (‖w‖ + 1e-7) */
function scaled(axes: readonly number[], desired: (length: number) => number): number[] {
  const vectors = vectorsAlong(axes);
  return Array.from(values, (value, index) => {
    const squares = values.reduce((s, x, other) => (vectors[other] === vectors[index] ? s + x * x : s), 0);
    return (value * desired(Math.sqrt(squares))) / (Math.sqrt(squares) + 1e-7);
  });
}

const clip = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

describeBackends('constraints', () => {
  const cases: [string, Constraint, number[]][] = [
    ['maxNorm', maxNorm(), scaled([0], (length) => Math.min(length, 2))],
    ['maxNorm over axes', maxNorm({ maxValue: 1.5, axis: [0, 1] }), scaled([0, 1], (length) => Math.min(length, 1.5))],
    ['minMaxNorm', minMaxNorm({ axis: -1 }), scaled([2], (length) => Math.min(length, 1))],
    [
      'minMaxNorm by half',
      minMaxNorm({ minValue: 1.5, maxValue: 2.5, rate: 0.5, axis: [1] }),
      scaled([1], (length) => 0.5 * clip(length, 1.5, 2.5) + 0.5 * length),
    ],
    ['unitNorm', unitNorm({ axis: [1, 2] }), scaled([1, 2], () => 1)],
    ['nonNeg', nonNeg(), Array.from(values, (value) => Math.max(value, 0))],
  ];
  it.each(cases)('%s has the value of its formula', async (_name, constraint, expected) => {
    const result = tidy(() => constraint.apply(tensor(values, shape)));
    expect(result.shape).toEqual(shape);
    expectWithinRounding(await result.data(), expected, expected.map(Math.abs), 24);
    result.dispose();
  });

  it('leaves vectors of zeros', async () => {
    for (const constraint of [maxNorm(), minMaxNorm({ minValue: 0.5 }), unitNorm(), nonNeg()]) {
      const result = tidy(() => constraint.apply(tensor([0, 0, 0, 0], [2, 2])));
      expect(await result.data()).toEqual(new Float32Array(4));
      result.dispose();
    }
  });

  it.each([[2], [-3], [[0, -2]], [[0, 1, 2]]])('refuses axes %j of a matrix', (axis) => {
    const weight = tensor([1, 2, 3, 4], [2, 2]);
    expect(() => maxNorm({ axis }).apply(weight)).toThrow(/\[LAYER_OPTION\]$/);
    weight.dispose();
  });
});

describe('constraints', () => {
  it("have Keras's class names and defaults", () => {
    expect(
      [maxNorm(), minMaxNorm(), unitNorm(), nonNeg()].map(({ className, config }) => ({ className, config })),
    ).toEqual([
      { className: 'MaxNorm', config: { maxValue: 2, axis: 0 } },
      { className: 'MinMaxNorm', config: { minValue: 0, maxValue: 1, rate: 1, axis: 0 } },
      { className: 'UnitNorm', config: { axis: 0 } },
      { className: 'NonNeg', config: {} },
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['MaxNorm', { maxValue: -1 }],
    ['MaxNorm', { maxValue: '2' }],
    ['MaxNorm', { axis: 0.5 }],
    ['MaxNorm', { axis: [] }],
    ['MaxNorm', { axis: [0, 0] }],
    ['MaxNorm', { axis: { length: 1e9 } }],
    ['MinMaxNorm', { minValue: 2 }],
    ['MinMaxNorm', { rate: 1.5 }],
    ['MinMaxNorm', { rate: true }],
    ['UnitNorm', { axis: 'features' }],
  ])('%s refuses %j', (className, config) => {
    expect(() => resolveConstraint('dense', { className, config })).toThrow(/\[LAYER_OPTION\]$/);
  });
});
