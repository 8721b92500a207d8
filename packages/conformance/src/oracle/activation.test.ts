import { expect, it } from 'vitest';
import { logSoftmax, selu, softmax } from './activation.js';
import { errorFunction } from './error-function.js';

const vector = (...values: number[]) =>
  ({ shape: [values.length], dtype: 'float32', values: Float64Array.from(values) }) as const;

it('scales selu so that zero mean and unit variance are a fixed point (Klambauer et al., 2017, equation 14)', () => {
  const erfc = (x: number): number => 1 - errorFunction(x);
  const tail = erfc(Math.SQRT1_2) * Math.sqrt(Math.E);
  const alpha = Math.sqrt(2 / Math.PI) / (1 - tail);
  const square = 2 * erfc(Math.SQRT2) * Math.E ** 2 + Math.PI * tail ** 2 - 2 * (2 + Math.PI) * tail + Math.PI + 2;
  const scale = ((1 - tail) * Math.sqrt(2 * Math.PI)) / Math.sqrt(square);
  const [atOne, belowAll] = selu({ x: vector(1, -1e3) }).values;
  expect(atOne).toBeCloseTo(scale, 13);
  expect(belowAll).toBeCloseTo(-scale * alpha, 13);
});

it('gives the logits of weights back as their shares', () => {
  const logits = vector(Math.log(1), Math.log(2), Math.log(5));
  const shares = [1 / 8, 2 / 8, 5 / 8];
  softmax({ logits }).values.forEach((share, place) => expect(share).toBeCloseTo(shares[place] as number, 15));
  logSoftmax({ logits }).values.forEach((log, place) => expect(log).toBeCloseTo(Math.log(shares[place] as number), 14));
});
