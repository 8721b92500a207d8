import { NdArray } from '@isograd/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArrays, trainTestSplit } from './index.js';

describe('trainTestSplit', () => {
  it('divides the elements and keeps those of all arrays together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 80 }),
        fc.double({ min: 0.02, max: 0.98 }),
        fc.nat(),
        (size, fraction, seed) => {
          const testSize = Math.round(fraction * size);
          fc.pre(testSize > 0 && testSize < size);
          const index = Int32Array.from({ length: size }, (_, at) => at);
          const x = new NdArray(
            Float32Array.from(index, (at) => at / 2),
            [size, 1],
          );
          const { train, test } = trainTestSplit(
            { x, names: [...index].map(String), index },
            { testFraction: fraction, seed },
          );
          expect(test.index.shape).toEqual([testSize]);
          expect(train.x.shape).toEqual([size - testSize, 1]);
          expect([...train.index.data, ...test.index.data].sort((a, b) => a - b)).toEqual([...index]);
          for (const part of [train, test]) {
            expect(part.names).toEqual([...part.index.data].map(String));
            expect([...part.x.data]).toEqual([...part.index.data].map((at) => at / 2));
          }
        },
      ),
    );
  });

  it('depends on the seed and on nothing else', () => {
    const arrays = { x: Array.from({ length: 40 }, (_, index) => index) };
    const split = (seed: number) => trainTestSplit(arrays, { testFraction: 0.5, seed });
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  it('divides every class in proportion when stratified', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.double({ min: 0.1, max: 0.9 }), fc.nat(), (y, testFraction, seed) => {
        const testSize = Math.round(testFraction * y.length);
        fc.pre(testSize > 0 && testSize < y.length);
        const { train, test } = trainTestSplit({ y }, { testFraction, seed, stratifyBy: y });
        expect(test.y).toHaveLength(testSize);
        expect([...train.y, ...test.y].sort()).toEqual([...y].sort());
        for (const label of new Set(y)) {
          const share = (y.filter((other) => other === label).length * testSize) / y.length;
          const given = test.y.filter((other) => other === label).length;
          expect(Math.abs(given - share)).toBeLessThan(1);
        }
      }),
    );
  });

  it('gives parts that make datasets', async () => {
    const y = new NdArray(Int32Array.of(0, 0, 1, 1), [4]);
    const { test } = trainTestSplit({ y, name: ['a', 'a', 'b', 'b'] }, { testFraction: 0.5, seed: 3, stratifyBy: y });
    const elements = await fromArrays(test).toArray();
    expect(elements.map(({ name }) => name).sort()).toEqual(['a', 'b']);
  });

  it('refuses what leaves a part empty', () => {
    const arrays = { x: [1, 2, 3] };
    for (const testFraction of [0, 1, -0.5, Number.NaN]) {
      expect(() => trainTestSplit(arrays, { testFraction, seed: 1 })).toThrow('DATA_TEST_FRACTION');
    }
    expect(() => trainTestSplit(arrays, { testFraction: 0.1, seed: 1 })).toThrow('DATA_SPLIT_EMPTY');
    expect(() => trainTestSplit(arrays, { testFraction: 0.5, seed: 1, stratifyBy: [1, 2] })).toThrow('DATA_STRATA');
    expect(() => trainTestSplit({ x: [] }, { testFraction: 0.5, seed: 1 })).toThrow('DATA_EMPTY');
  });
});
