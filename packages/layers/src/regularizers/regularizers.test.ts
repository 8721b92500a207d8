/** Regularizers against their formulas in float64, with gradients by finite differences. */
import { checkGradient, describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import { grad, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { resolveRegularizer } from './named-regularizer.js';
import { l1, l1l2, l2 } from './norms.js';
import { orthogonalRegularizer } from './orthogonal-regularizer.js';
import type { Regularizer } from './regularizer.js';

const [rows, columns] = [4, 3];
const values = seededValues(5, rows * columns, [-2, 2]);

/** Mean of |cos| over pairs of rows of a matrix. */
function meanCosine(matrix: readonly (readonly number[])[]): number {
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((s, x, i) => s + x * (b[i] as number), 0);
  const pairs = matrix.flatMap((a, i) => matrix.slice(i + 1).map((b) => [a, b] as const));
  const cosines = pairs.map(([a, b]) => Math.abs(dot(a, b)) / Math.sqrt(dot(a, a) * dot(b, b)));
  return cosines.reduce((s, x) => s + x, 0) / pairs.length;
}

const inRows = Array.from({ length: rows }, (_, row) =>
  Array.from(values.subarray(row * columns, (row + 1) * columns)),
);
const inColumns = Array.from({ length: columns }, (_, column) => inRows.map((row) => row[column] as number));
const absoluteSum = values.reduce((s, x) => s + Math.abs(x), 0);
const squareSum = values.reduce((s, x) => s + x * x, 0);

describeBackends('regularizers', () => {
  const cases: [string, Regularizer, number][] = [
    ['l1', l1(), 0.01 * absoluteSum],
    ['l2', l2({ l2: 0.25 }), 0.25 * squareSum],
    ['l1l2', l1l2({ l1: 0.5, l2: 0.25 }), 0.5 * absoluteSum + 0.25 * squareSum],
    ['l1l2 with one part', l1l2({ l1: 0.5 }), 0.5 * absoluteSum],
    ['l1l2 with the other part', l1l2({ l2: 0.5 }), 0.5 * squareSum],
    ['l1l2 without parts', l1l2(), 0],
    ['orthogonal rows', orthogonalRegularizer(), 0.01 * meanCosine(inRows)],
    ['orthogonal columns', orthogonalRegularizer({ factor: 2, mode: 'columns' }), 2 * meanCosine(inColumns)],
  ];
  it.each(cases)('%s has the value of its formula', async (_name, regularizer, expected) => {
    const term = tidy(() => regularizer.of(tensor(values, [rows, columns])));
    expect(term.shape).toEqual([]);
    expectWithinRounding(await term.data(), [expected], [expected], rows * columns + 8);
    term.dispose();
  });

  it.each(cases.filter(([, , value]) => value > 0))('%s has the gradient of its value', (_name, regularizer) => {
    tidy(() => {
      // Away from 0 and from right angles, where |·| has a corner.
      const smooth = tensor([1, 0.5, 0.25, 0.5, 1.5, 0.75, 2, 0.25, 1], [3, 3]);
      expect(checkGradient((w) => regularizer.of(w), [smooth])).toBeLessThanOrEqual(1);
    });
  });

  it('keeps gradients finite for vectors of zeros', async () => {
    const gradients = tidy(() =>
      [l1(), l2(), orthogonalRegularizer()].map((regularizer) =>
        grad((w: Tensor) => regularizer.of(w))(tensor([0, 0, 1, 2], [2, 2])),
      ),
    );
    for (const gradient of gradients) {
      expect(Array.from(await gradient.data()).every(Number.isFinite)).toBe(true);
      gradient.dispose();
    }
  });

  it('gives 0 for a single vector, which is at right angles to all others', async () => {
    const term = tidy(() => orthogonalRegularizer().of(tensor([3, 4], [1, 2])));
    expect(await term.data()).toEqual(new Float32Array(1));
    term.dispose();
  });

  it('refuses a weight that is no matrix', () => {
    const weight = tensor([1, 2]);
    expect(() => orthogonalRegularizer().of(weight)).toThrow(/\[SHAPE_RANK\]$/);
    weight.dispose();
  });
});

describe('regularizers', () => {
  it("have Keras's class names and defaults", () => {
    expect(
      [l1(), l2(), l1l2(), orthogonalRegularizer()].map(({ className, config }) => ({ className, config })),
    ).toEqual([
      { className: 'L1', config: { l1: 0.01 } },
      { className: 'L2', config: { l2: 0.01 } },
      { className: 'L1L2', config: { l1: 0, l2: 0 } },
      { className: 'OrthogonalRegularizer', config: { factor: 0.01, mode: 'rows' } },
    ]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '0.1', true, null, {}, []])('refuse the factor %j', (factor) => {
    for (const [className, option] of [
      ['L1', 'l1'],
      ['L2', 'l2'],
      ['L1L2', 'l2'],
      ['OrthogonalRegularizer', 'factor'],
    ] as const) {
      if (factor === null) continue;
      expect(() => resolveRegularizer('dense', { className, config: { [option]: factor } })).toThrow(
        /\[LAYER_OPTION\]$/,
      );
    }
  });

  it('refuses another mode', () => {
    expect(() => orthogonalRegularizer({ mode: 'diagonals' as 'rows' })).toThrow(/\[LAYER_OPTION\]$/);
  });
});
