/**
 * Every tolerance of the tests, in one table.
 *
 * Results are judged against float64 references. `f32err` is the error of the reference's own float32 run of the
 * same case and `scale` the largest magnitude of the reference, so that no test needs a number of its own.
 */
import { expect } from 'vitest';
import type { DecodedTensor } from './decoded-tensor.js';
import { recordRatio } from './tolerance-record.js';

/** What was computed: one op or loss; a run of an Adam-like optimizer; a training run; a metric. */
export type ToleranceKind = 'default' | 'adam' | 'trajectory' | 'metric';

/** Largest error allowed against a fixture, in float32 (fixtures/SCHEMA.md). */
const allowedError: Record<ToleranceKind, (f32err: number, scale: number) => number> = {
  default: (f32err, scale) => Math.max(16 * f32err, 2 ** -20 * scale, 1e-7),
  adam: (f32err, scale) => Math.max(64 * f32err, 2 ** -20 * scale, 1e-7),
  trajectory: (f32err, scale) => Math.max(64 * f32err, 1e-4 * scale),
  metric: () => 1e-6,
};

/** A finite difference of float32 evaluations, relative to the sizes named in `checkGradient`. */
export const finiteDifferenceTolerance: number = 2 ** -12;

/** Unit roundoff of float32. */
const unitRoundoff = 2 ** -24;

/**
 * Asserts that every element lies within the table's tolerance of a fixture, and records the worst ratio of error
 * to tolerance for the table at the end of a run. NaN never passes.
 *
 * @param got - What was computed, row-major.
 * @param reference - The expected tensor; undefined fails.
 * @param options - `kind`: the row of the table. Default: `default`.
 * @returns The worst ratio of error to tolerance, at most 1.
 */
export function expectWithinTolerance(
  got: ArrayLike<number>,
  reference: DecodedTensor | undefined,
  options: { readonly kind?: ToleranceKind } = {},
): number {
  if (reference === undefined) throw new Error('the fixture case has no tensor of this name');
  const { values, scale = maxMagnitude(values), f32err = 0 } = reference;
  const tolerance = allowedError[options.kind ?? 'default'](f32err, scale);
  const worst = expectWithin(got, values, () => tolerance);
  if (reference.origin !== undefined) recordRatio(reference.origin, worst);
  return worst;
}

/**
 * Asserts that sums of products computed in float32 lie within the classical bound of their rounding error,
 * |error| <= (terms + 2) * 2^-24 * Σ|term|, which holds in any order of summation.
 *
 * @param got - What was computed.
 * @param exact - The same in float64.
 * @param magnitudes - Σ|term| of each element.
 * @param terms - The largest number of terms of an element.
 * @returns The worst ratio of error to bound, at most 1.
 * @see N. J. Higham: "Accuracy and Stability of Numerical Algorithms" (2002), section 3.1
 */
export function expectWithinRounding(
  got: ArrayLike<number>,
  exact: ArrayLike<number>,
  magnitudes: ArrayLike<number>,
  terms: number,
): number {
  return expectWithin(got, exact, (index) => (terms + 2) * unitRoundoff * (magnitudes[index] as number));
}

/** Asserts |got - exact| <= tolerance, element by element, and returns the worst ratio. */
function expectWithin(got: ArrayLike<number>, exact: ArrayLike<number>, tolerance: (index: number) => number): number {
  expect(got.length, 'number of elements').toBe(exact.length);
  let worst = 0;
  let worstIndex = -1;
  for (let index = 0; index < exact.length; index++) {
    const error = Math.abs((got[index] as number) - (exact[index] as number));
    const ratio = error === 0 ? 0 : error / tolerance(index);
    if (ratio > worst || Number.isNaN(ratio)) {
      worst = ratio;
      worstIndex = index;
      if (Number.isNaN(ratio)) break;
    }
  }
  if (!(worst <= 1)) {
    expect.fail(
      `element ${worstIndex}: got ${got[worstIndex]}, expected ${exact[worstIndex]}, ${worst} times the tolerance ${tolerance(worstIndex)}`,
    );
  }
  return worst;
}

function maxMagnitude(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
