/** Sums in float64 that know how far a float32 sum of the same terms may lie from them. */
import { sizeOf, type Shape } from '@isograd/core';
import { expect } from 'vitest';
import type { Values } from './kernel-runner.js';

/** Half the distance from 1 to the next float32. */
const roundoff = 2 ** -24;

/** The elements of a tensor, each a sum. */
export class ReferenceSums {
  readonly #shape: Shape;
  readonly #sums: Float64Array;
  readonly #magnitudes: Float64Array;
  readonly #terms: Float64Array;
  readonly #roundingsPerTerm: number;

  /** @param roundingsPerTerm - How often a term is rounded before it is added: once if it is one product. */
  constructor(shape: Shape, roundingsPerTerm = 1) {
    this.#shape = shape;
    this.#roundingsPerTerm = roundingsPerTerm;
    const size = sizeOf(shape);
    this.#sums = new Float64Array(size);
    this.#magnitudes = new Float64Array(size);
    this.#terms = new Float64Array(size);
  }

  /** Adds a term to the element at these indices. */
  add(indices: readonly number[], term: number): void {
    const index = indices.reduce((flat, position, axis) => flat * (this.#shape[axis] ?? 1) + position, 0);
    this.#sums[index] = (this.#sums[index] ?? 0) + term;
    this.#magnitudes[index] = (this.#magnitudes[index] ?? 0) + Math.abs(term);
    this.#terms[index] = (this.#terms[index] ?? 0) + 1;
  }

  /**
   * Asserts that `actual` is these sums up to the rounding of float32.
   *
   * Each of n terms is rounded r times and each of n additions once, in whatever order, so the error is at most
   * (n + r) roundoffs of the sum of the magnitudes (Higham, Accuracy and Stability, section 3.1).
   */
  expectFrom(actual: Values): void {
    expect(actual.dtype).toBe('float32');
    expect(actual.shape).toEqual(this.#shape);
    this.#sums.forEach((sum, index) => {
      const bound = ((this.#terms[index] ?? 0) + this.#roundingsPerTerm) * roundoff * (this.#magnitudes[index] ?? 0);
      const error = Math.abs((actual.data[index] ?? Number.NaN) - sum);
      if (!(error <= bound)) expect.fail(`element ${index}: ${actual.data[index]}, not ${sum} within ${bound}`);
    });
  }
}

/** The element at these indices. */
export function at({ shape, data }: Values, ...indices: readonly number[]): number {
  const index = indices.reduce((flat, position, axis) => flat * (shape[axis] ?? 1) + position, 0);
  return data[index] ?? Number.NaN;
}
