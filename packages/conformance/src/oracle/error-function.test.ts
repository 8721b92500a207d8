import { expect, it } from 'vitest';
import { errorFunction } from './error-function.js';

/** x and erf x as mpmath 1.3 has it at 30 digits, on both sides of where the series gives way to the fraction. */
const references: readonly (readonly [x: number, value: number])[] = [
  [1e-40, 1.128379167095512574e-40],
  [0.001, 0.001128378790969236379948],
  [0.1, 0.1124629160182848922033],
  [0.25, 0.2763263901682369329851],
  [0.5, 0.5204998778130465376827],
  [0.84375, 0.767225661232341633459],
  [1, 0.8427007929497148693412],
  [1.5, 0.966105146475310727067],
  [1.9, 0.9927904292352574699484],
  [2, 0.9953222650189527341621],
  [2.0009765625, 0.9953424082475711509919],
  [2.5, 0.9995930479825550410604],
  [3, 0.9999779095030014145586],
  [4, 0.99999998458274209972],
  [6, 0.9999999999999999784803],
];

it('agrees with references to 15 digits, and is odd', () => {
  for (const [x, value] of references) {
    expect(Math.abs(errorFunction(x) - value), `erf ${x}`).toBeLessThanOrEqual(value * 1e-15);
    expect(errorFunction(-x)).toBe(-errorFunction(x));
  }
});

it('ends at 1 and keeps NaN', () => {
  expect(errorFunction(Number.POSITIVE_INFINITY)).toBe(1);
  expect(errorFunction(Number.NEGATIVE_INFINITY)).toBe(-1);
  expect(errorFunction(Number.NaN)).toBeNaN();
  expect(errorFunction(0)).toBe(0);
});
