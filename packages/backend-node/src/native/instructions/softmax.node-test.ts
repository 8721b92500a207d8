/** Softmax and its logarithm against float64: every instruction set, and the same bits on any threads. */
import { expectWithinRounding, seededValues } from '@isograd/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { nativeAbsence, nativeMemory } from '../../testing/native-memory.js';
import { softmaxWords } from './softmax.js';

interface Reference {
  readonly exact: Float64Array;
  /** What an error is relative to: that of x - m counts in a power as many times as it is large. */
  readonly magnitudes: Float64Array;
}

function reference(x: Float32Array, length: number, isLogarithm: boolean): Reference {
  const [exact, magnitudes] = [new Float64Array(x.length), new Float64Array(x.length)];
  for (let first = 0; first < x.length; first += length) {
    const row = x.subarray(first, first + length);
    const maximum = row.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((total, value) => total + Math.exp(value - maximum), 0);
    row.forEach((value, index) => {
      const shifted = value - maximum;
      const power = Math.exp(shifted) / sum;
      exact[first + index] = isLogarithm ? shifted - Math.log(sum) : power;
      magnitudes[first + index] = isLogarithm ? 1 - shifted + Math.log(sum) : power * (1 - shifted);
    });
  }
  return { exact, magnitudes };
}

/** Roundings on the way of a number, beside those of its sum, which is pairwise. */
const roundings = 12;

describe.skipIf(nativeAbsence !== undefined)(`native softmax ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  const compute = (x: Float32Array, length: number, isLogarithm: boolean): Float32Array => {
    const out = place.reserve(x.length);
    const rows = length === 0 ? 0 : x.length / length;
    const tensors = { x: { address: place.put(x) }, out: { address: out } };
    place.native.run(Int32Array.from(softmaxWords({ isLogarithm, rows, length, ...tensors })));
    const values = place.read(out, x.length);
    place.clear();
    return values;
  };
  const onEverySet = (visit: (set: string) => void): void => {
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      visit(set);
    }
  };

  for (const [rows, length] of [
    [1, 1],
    [70, 1],
    [9, 2],
    [200, 3],
    [64, 10],
    [131, 17],
    [33, 64],
    [5, 1000],
    [3, 1024],
    [3, 1025],
    [2, 5003],
  ] as const) {
    test(`${rows} rows of ${length}, and their logarithms`, () => {
      const x = seededValues(length, rows * length, [-30, 30]);
      for (const isLogarithm of [false, true]) {
        const { exact, magnitudes } = reference(x, length, isLogarithm);
        onEverySet(() => expectWithinRounding(compute(x, length, isLogarithm), exact, magnitudes, roundings));
      }
    });
  }

  test('results are the same bits on 1, 2 and 3 threads', () => {
    for (const [rows, length] of [
      [4000, 10],
      [90, 700],
      [12, 4000],
    ] as const) {
      const x = seededValues(length, rows * length, [-5, 5]);
      onEverySet((set) => {
        for (const isLogarithm of [false, true]) {
          const [one = [], ...others] = [1, 2, 3].map((threads) => {
            place.native.setThreads(threads);
            return compute(x, length, isLogarithm);
          });
          for (const values of others)
            expect(
              values.every((value, index) => value === one[index]),
              set,
            ).toBe(true);
        }
      });
    }
  });

  test('large numbers do not overflow, and far ones are nothing', () => {
    for (const length of [3, 20, 2000]) {
      const x = new Float32Array(length).fill(-1e30);
      x[1] = 1e30;
      onEverySet(() => {
        expect([...compute(x, length, false)]).toEqual(Array.from(x, (_, index) => (index === 1 ? 1 : 0)));
        const logarithms = compute(x, length, true);
        expect(logarithms[1]).toBe(0);
        expect(logarithms[0]).toBe(Math.fround(Math.fround(-1e30) - Math.fround(1e30)));
      });
    }
  });

  test('NaN and an infinite maximum make their row NaN, and -Infinity has no weight', () => {
    for (const length of [2, 5, 40, 1500]) {
      const x = seededValues(length, 4 * length);
      x[0] = Number.NaN;
      x[2 * length - 1] = Number.POSITIVE_INFINITY;
      x[2 * length + 1] = Number.NEGATIVE_INFINITY;
      onEverySet(() => {
        for (const isLogarithm of [false, true]) {
          const rows = [0, 1, 2, 3].map((row) =>
            compute(x, length, isLogarithm).subarray(row * length, (row + 1) * length),
          );
          expect(rows[0]?.every(Number.isNaN)).toBe(true);
          expect(rows[1]?.at(-1)).toBeNaN();
          expect(rows[2]?.[1]).toBe(isLogarithm ? Number.NEGATIVE_INFINITY : 0);
          expect(rows[2]?.[0]).toBeLessThanOrEqual(1);
          expect(rows[3]?.every(Number.isFinite)).toBe(true);
        }
      });
    }
  });

  test('without numbers there is nothing to do, and wrong words are refused', () => {
    expect(compute(new Float32Array(), 0, false)).toEqual(new Float32Array());
    const task = { isLogarithm: false, rows: 2, length: 3, x: { address: 0 }, out: { address: 64 } } as const;
    for (const wrong of [
      { ...task, length: -1 },
      { ...task, rows: 2 ** 31 - 1, length: 2 ** 31 - 1 },
      { ...task, out: { address: 8 } },
    ]) {
      expect(() => place.native.run(Int32Array.from(softmaxWords(wrong)))).toThrow(/NATIVE_LIST/);
    }
  });
});
