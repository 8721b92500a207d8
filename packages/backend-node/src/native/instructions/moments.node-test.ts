/** Means and variances of columns against two passes in float64: every instruction set, and the same bits on any threads. */
import { expectWithinTolerance, seededValues } from '@isograd/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { nativeAbsence, nativeMemory } from '../../testing/native-memory.js';
import { momentsWords } from './moments.js';

interface MeansAndVariances<Values> {
  readonly mean: Values;
  readonly variance: Values;
}

function reference(x: Float32Array, channels: number): MeansAndVariances<Float64Array> {
  const rows = x.length / channels;
  const [mean, variance] = [new Float64Array(channels), new Float64Array(channels)];
  const add = (sums: Float64Array, term: (value: number, channel: number) => number): void =>
    x.forEach((value, index) => {
      const channel = index % channels;
      sums[channel] = (sums[channel] ?? 0) + term(value, channel) / rows;
    });
  add(mean, (value) => value);
  add(variance, (value, channel) => (value - (mean[channel] ?? 0)) ** 2);
  return { mean, variance };
}

describe.skipIf(nativeAbsence !== undefined)(`native moments ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  const compute = (x: Float32Array, rows: number, channels: number): MeansAndVariances<Float32Array> => {
    const [mean, variance] = [place.reserve(channels), place.reserve(channels)];
    const tensors = { x: { address: place.put(x) }, mean: { address: mean }, variance: { address: variance } };
    place.native.run(Int32Array.from(momentsWords({ rows, channels, ...tensors })));
    const results = { mean: place.read(mean, channels), variance: place.read(variance, channels) };
    place.clear();
    return results;
  };
  const onEverySet = (visit: () => void): void => {
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      visit();
    }
  };
  const check = (x: Float32Array, rows: number, channels: number): void => {
    const exact = reference(x, channels);
    onEverySet(() => {
      const { mean, variance } = compute(x, rows, channels);
      expectWithinTolerance(mean, { dtype: 'float32', shape: [channels], values: exact.mean });
      expectWithinTolerance(variance, { dtype: 'float32', shape: [channels], values: exact.variance });
    });
  };

  for (const [rows, channels] of [
    [1, 1],
    [1, 40],
    [2, 3],
    [7, 5],
    [64, 10],
    [1003, 1],
    [5000, 3],
    [4097, 32],
    [3001, 16],
    [64, 256],
    [19, 5001],
  ] as const) {
    test(`[${rows}, ${channels}]`, () => {
      check(seededValues(rows + channels, rows * channels, [-2, 3]), rows, channels);
      check(seededValues(rows + channels, rows * channels, [999, 1001]), rows, channels);
    });
  }

  test('means that drift with the rows', () => {
    const [rows, channels] = [5000, 8];
    const x = seededValues(1, rows * channels).map((value, index) => value + index / 64);
    check(x, rows, channels);
  });

  test('results are the same bits on 1, 2 and 3 threads', () => {
    for (const [rows, channels] of [
      [12_001, 32],
      [100, 3000],
    ] as const) {
      const x = seededValues(2, rows * channels);
      onEverySet(() => {
        const runs = [1, 2, 3].map((threads) => {
          place.native.setThreads(threads);
          return compute(x, rows, channels);
        });
        expect(runs[1]).toEqual(runs[0]);
        expect(runs[2]).toEqual(runs[0]);
      });
    }
  });

  test('NaN stays in its column; constant columns have no variance', () => {
    const [rows, channels] = [300, 21];
    const x = seededValues(1, rows * channels).map((value, index) => (index % channels === 4 ? 0.1 : value));
    x[150 * channels + 7] = Number.NaN;
    onEverySet(() => {
      const { mean, variance } = compute(x, rows, channels);
      for (const values of [mean, variance]) {
        expect(values.findIndex(Number.isNaN)).toBe(7);
        expect(values.findLastIndex(Number.isNaN)).toBe(7);
      }
      expect(variance[4]).toBeLessThan(2 ** -40);
      for (const fewRows of [2, 3, 5, 6, 7, 11]) {
        const constant = Float32Array.from({ length: 37 * fewRows }, (_, index) => 0.1 + (index % 37));
        for (const value of compute(constant, fewRows, 37).variance) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(2 ** -34);
        }
      }
    });
  });

  test('without rows there is NaN, and wrong words are refused', () => {
    const { mean, variance } = compute(new Float32Array(), 0, 3);
    expect([...mean, ...variance].every(Number.isNaN)).toBe(true);
    const task = { rows: 4, channels: 2, x: { address: 0 }, mean: { address: 64 }, variance: { address: 128 } };
    for (const wrong of [
      { ...task, rows: -1 },
      { ...task, variance: { address: 64 } },
      { ...task, mean: { address: 16 } },
      { ...task, rows: 2 ** 31 - 1, channels: 2 ** 20 },
    ]) {
      expect(() => place.native.run(Int32Array.from(momentsWords(wrong)))).toThrow(/NATIVE_LIST/);
    }
  });
});
