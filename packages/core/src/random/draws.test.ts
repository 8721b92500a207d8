import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy, tile } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { keyData } from './host-random.js';
import { bernoulli, categorical, key, normal, permutation, truncatedNormal, uniform } from './index.js';
import { fillRandomBits } from './random-bits.js';

const count = 20_000;

/** Mean, variance, skewness and excess kurtosis. */
function moments(values: ArrayLike<number>): { mean: number; variance: number; skewness: number; kurtosis: number } {
  const numbers = Array.from(values);
  const average = (f: (value: number) => number): number =>
    numbers.reduce((total, value) => total + f(value), 0) / numbers.length;
  const mean = average((value) => value);
  const variance = average((value) => (value - mean) ** 2);
  return {
    mean,
    variance,
    skewness: average((value) => (value - mean) ** 3) / variance ** 1.5,
    kurtosis: average((value) => (value - mean) ** 4) / variance ** 2 - 3,
  };
}

/** Pearson's statistic of counts against equal expectations. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((total, observed) => total + observed, 0) / counts.length;
  return counts.reduce((total, observed) => total + (observed - expected) ** 2 / expected, 0);
}

function histogram(values: ArrayLike<number>, bins: number, binOf: (value: number) => number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values)) counts[binOf(value)] = (counts[binOf(value)] as number) + 1;
  return counts;
}

/**
 * Five standard errors: a sound generator fails one seed in two million, and the seeds are fixed. The
 * variance of the skewness of n normal draws is 6 / n, that of the kurtosis 24 / n.
 */
const sigmas = 5;

/** Upper quantiles of chi-square at 1 in a million, by degrees of freedom. */
const chiSquareLimit = { 9: 44.8, 63: 131.4 } as const;

describeBackends('random draws', () => {
  const draw = (make: () => Tensor): Float32Array => tidy(() => Float32Array.from(make().dataSync()));

  it('uniform draws are the same 24-bit fractions on every backend', () => {
    const bits = new Int32Array(1001);
    fillRandomBits(keyData(5), bits, { bits: 24, domain: 0 });
    const values = draw(() => uniform(key(5), [7, 143]));
    expect(Array.from(values)).toEqual(Array.from(bits, (word) => word / 2 ** 24));
  });

  it('uniform draws fill their interval evenly', () => {
    const values = draw(() => uniform(key(11), [count], -3, 5));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...values)).toBeLessThanOrEqual(5);
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 1)).toBeLessThan(sigmas * Math.sqrt(64 / 12 / count));
    expect(Math.abs(variance - 64 / 12)).toBeLessThan(sigmas * 64 * Math.sqrt((1 / 80 - 1 / 144) / count));
    expect(chiSquare(histogram(values, 64, (value) => Math.floor((value + 3) * 8)))).toBeLessThan(chiSquareLimit[63]);
  });

  it('neighbouring draws are uncorrelated', () => {
    const values = draw(() => uniform(key(12), [count], -1, 1));
    for (const lag of [1, 2, 7]) {
      let covariance = 0;
      for (let n = 0; n + lag < count; n++) covariance += (values[n] as number) * (values[n + lag] as number);
      expect(Math.abs((covariance / count) * 3)).toBeLessThan(sigmas / Math.sqrt(count));
    }
  });

  it('normal draws have the moments of the normal distribution', () => {
    const { mean, variance, skewness, kurtosis } = moments(draw(() => normal(key(21), [count], 2, 3)));
    expect(Math.abs(mean - 2)).toBeLessThan((sigmas * 3) / Math.sqrt(count));
    expect(Math.abs(variance / 9 - 1)).toBeLessThan(sigmas * Math.sqrt(2 / count));
    expect(Math.abs(skewness)).toBeLessThan(sigmas * Math.sqrt(6 / count));
    expect(Math.abs(kurtosis)).toBeLessThan(sigmas * Math.sqrt(24 / count));
  });

  it('normal draws reach their tails and are finite', () => {
    const values = draw(() => normal(key(22), [count]));
    expect(values.every(Number.isFinite)).toBe(true);
    // P(|x| > 3) = 0.0026998
    const beyond = values.filter((value) => Math.abs(value) > 3).length;
    expect(Math.abs(beyond - 0.0026998 * count)).toBeLessThan(sigmas * Math.sqrt(0.0026998 * count));
  });

  it('truncated normal draws stay within two standard deviations, with the variance of the cut distribution', () => {
    const values = draw(() => truncatedNormal(key(23), [count], -1, 0.5));
    expect(values.every((value) => Math.abs(value + 1) <= 1)).toBe(true);
    const { mean, variance } = moments(values);
    const stddev = 0.5 * 0.87962566; // sqrt(1 - 4 phi(2) / (2 Phi(2) - 1))
    expect(Math.abs(mean + 1)).toBeLessThan((sigmas * stddev) / Math.sqrt(count));
    expect(Math.abs(variance / stddev ** 2 - 1)).toBeLessThan(sigmas * Math.sqrt(2 / count));
  });

  it('coins come up true with their probability; 0 is never, 1 always', () => {
    tidy(() => {
      expect(bernoulli(key(31), [3]).dtype).toBe('bool');
    });
    const ratio = (probability: number): number => {
      const values = draw(() => bernoulli(key(31), [count], probability));
      return values.reduce((total, value) => total + value, 0) / count;
    };
    expect(Math.abs(ratio(0.3) - 0.3)).toBeLessThan(sigmas * Math.sqrt(0.21 / count));
    expect(ratio(0)).toBe(0);
    expect(ratio(1)).toBe(1);
  });

  it('classes come up with their softmax probabilities', () => {
    const probabilities = [0.1, 0.2, 0.3, 0.4];
    const rows = 5000;
    const values = draw(() => {
      const logits = tensor(probabilities.map(Math.log), [1, 4]);
      return categorical(key(41), tile(logits, [rows, 1]));
    });
    const counts = histogram(values, 4, (value) => value);
    probabilities.forEach((p, k) => {
      expect(Math.abs((counts[k] as number) / rows - p)).toBeLessThan(sigmas * Math.sqrt((p * (1 - p)) / rows));
    });
  });

  it('a permutation sorts its draws, ties in order, the same on every backend', () => {
    const size = 10_000; // three ties are expected among 24-bit draws
    const bits = new Int32Array(size);
    fillRandomBits(keyData(51), bits, { bits: 24, domain: 0 });
    expect(new Set(bits).size).toBeLessThan(size);
    const byDraw = Array.from(bits, (_, index) => index).sort((a, b) => (bits[b] as number) - (bits[a] as number));
    expect(Array.from(draw(() => permutation(key(51), size)))).toEqual(byDraw);
  });

  it('refuses arguments out of range, with their code', () => {
    tidy(() => {
      for (const probability of [-0.1, 1.1, Number.NaN]) {
        expect(() => bernoulli(key(1), [2], probability)).toThrow(/\[RANDOM_ARGUMENT\]$/);
      }
      for (const size of [0, -1, 1.5, 2 ** 20 + 1]) {
        expect(() => permutation(key(1), size)).toThrow(/\[RANDOM_ARGUMENT\]$/);
      }
    });
  });

  it('a permutation moves each index anywhere', () => {
    const firsts = histogram(
      Array.from({ length: 400 }, (_, seed) => draw(() => permutation(key(seed), 10))[0] as number),
      10,
      (value) => value,
    );
    expect(chiSquare(firsts)).toBeLessThan(chiSquareLimit[9]);
  });
});
