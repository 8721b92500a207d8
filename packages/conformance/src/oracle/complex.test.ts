import { expect, it } from 'vitest';
import { multiply } from './binary.js';
import { complexAbs, fft, ifft } from './complex.js';
import type { HostTensor } from './host-tensor.js';

const numbers = (shape: readonly number[], ...values: number[]): HostTensor => ({
  shape,
  dtype: 'complex64',
  values: Float64Array.from(values),
});

/** e^(2πi kn/N) for each n. */
function wave(length: number, k: number): number[] {
  return Array.from({ length }, (_, n) => (2 * Math.PI * k * n) / length).flatMap((phase) => [
    Math.cos(phase),
    Math.sin(phase),
  ]);
}

it('finds the one frequency of a wave, row by row', () => {
  const { values } = fft({ input: numbers([2, 5], ...wave(5, 1), ...wave(5, 3)) });
  const expected = new Float64Array(20);
  expected[2] = 5;
  expected[10 + 6] = 5;
  values.forEach((value, position) => expect(value).toBeCloseTo(expected[position] as number, 12));
});

it('inverts the transform', () => {
  const input = numbers([3], 1, 2, -3, 0.5, 0.25, -4);
  const back = ifft({ input: fft({ input }) }).values;
  back.forEach((value, position) => expect(value).toBeCloseTo(input.values[position] as number, 14));
});

it('multiplies complex numbers and measures them', () => {
  expect([...multiply({ a: numbers([2], 1, 2, 0, 1), b: numbers([2], 3, -4, 0, 1) }).values]).toEqual([11, 2, -1, 0]);
  const { NaN: none, POSITIVE_INFINITY: infinity } = Number;
  expect([...complexAbs({ x: numbers([2], 3, -4, none, -infinity) }).values]).toEqual([5, infinity]);
});
