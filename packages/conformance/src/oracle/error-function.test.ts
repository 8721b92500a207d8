import { expect, it } from 'vitest';
import { errorFunction } from './error-function.js';

/** x and erf x as mpmath 1.3 has it at 30 digits, rounded, on both sides of where the series gives way to the fraction. */
const references: readonly (readonly [x: number, value: number])[] = [
  [1e-40, 1.1283791670955126e-40],
  [0.001, 0.0011283787909692365],
  [0.1, 0.1124629160182849],
  [0.25, 0.27632639016823696],
  [0.5, 0.5204998778130465],
  [0.84375, 0.7672256612323416],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [1.9, 0.9927904292352575],
  [2, 0.9953222650189527],
  [2.0009765625, 0.9953424082475711],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [6, 1],
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
