/** Reductions against loops in float64 and exact integers: any axes, every instruction set, and the same bits on any threads. */
import { expectWithinRounding, seededValues } from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import { type NativeFold, type ReductionSizes, reductionSizes, reductionWords } from './reduction.js';

const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);
const kept = (sizes: ReductionSizes): number => product(sizes.filter((_, axis) => axis % 2 === 0));

/** Calls visit(index of the result, index of the element) for every element. */
function visitTerms(sizes: ReductionSizes, visit: (result: number, element: number) => void): void {
  const walk = (axis: number, result: number, element: number): void => {
    const size = sizes[axis] ?? 1;
    if (axis === sizes.length) visit(result, element);
    else if (size === 1) walk(axis + 1, result, element);
    else if (axis % 2 === 0) {
      for (let index = 0; index < size; index++) walk(axis + 1, result * size + index, element * size + index);
    } else {
      for (let index = 0; index < size; index++) walk(axis + 1, result, element * size + index);
    }
  };
  walk(0, 0, 0);
}

type Kind = 'sum' | 'product' | 'maximum' | 'minimum';

const neutral = { sum: 0, product: 1, maximum: Number.NEGATIVE_INFINITY, minimum: Number.POSITIVE_INFINITY };
/** Math's own maximum and minimum have the rules for NaN and zeros. */
const folds: Record<Kind, (a: number, b: number) => number> = {
  sum: (a, b) => a + b,
  product: (a, b) => a * b,
  maximum: Math.max,
  minimum: Math.min,
};

function reference(kind: Kind, sizes: ReductionSizes, x: ArrayLike<number>): Float64Array {
  const exact = new Float64Array(kept(sizes)).fill(neutral[kind]);
  visitTerms(sizes, (result, element) => {
    exact[result] = folds[kind](Number(exact[result]), Number(x[element]));
  });
  return exact;
}

function reduce(place: NativeMemory, kind: Kind, sizes: ReductionSizes, x: Float32Array, scale = 1): Float32Array {
  const out = place.reserve(kept(sizes));
  const fold = { dtype: 'float32', kind } as const;
  const words = reductionWords({ fold, sizes, scale, x: { address: place.put(x) }, out: { address: out } });
  place.native.run(Int32Array.from(words));
  const values = place.read(out, kept(sizes));
  place.clear();
  return values;
}

/** Reduces elements of other kinds, given and returned as bytes. */
function reduceBytes(place: NativeMemory, fold: NativeFold, sizes: ReductionSizes, bytes: Uint8Array): Uint8Array {
  const width = fold.dtype === 'bool' ? 1 : 4;
  const x = place.reserve(Math.ceil(bytes.length / 4));
  new Uint8Array(place.memory.buffer, x, bytes.length).set(bytes);
  const out = place.reserve(Math.ceil((kept(sizes) * width) / 4));
  place.native.run(Int32Array.from(reductionWords({ fold, sizes, x: { address: x }, out: { address: out } })));
  const result = new Uint8Array(place.memory.buffer, out, kept(sizes) * width).slice();
  place.clear();
  return result;
}

/** Terms that follow each other in one sum, at most: the others are added pairwise. */
const termsInSequence = 80;

/** On every instruction set, against the loops. */
function check(place: NativeMemory, sizes: ReductionSizes): void {
  const x = seededValues(1, product(sizes));
  const [sums, ...extrema] = (['sum', 'maximum', 'minimum'] as const).map((kind) => reference(kind, sizes, x));
  const magnitudes = reference(
    'sum',
    sizes,
    x.map((value) => Math.abs(value)),
  );
  for (const set of place.native.features().instructionSets) {
    place.native.setInstructionSet(set);
    expectWithinRounding(reduce(place, 'sum', sizes, x), sums ?? [], magnitudes, termsInSequence);
    for (const [index, kind] of (['maximum', 'minimum'] as const).entries()) {
      expect(reduce(place, kind, sizes, x)).toEqual(Float32Array.from(extrema[index] ?? []));
    }
  }
}

const shapes: Record<string, ReductionSizes> = {
  'one number': [1, 1, 1, 1, 1, 1, 1],
  'no axis': [37, 1, 1, 1, 1, 1, 1],
  'a short row': [1, 3, 1, 1, 1, 1, 1],
  'short rows': [64, 10, 1, 1, 1, 1, 1],
  rows: [33, 203, 1, 1, 1, 1, 1],
  'a row of several parts': [1, 100_003, 1, 1, 1, 1, 1],
  'rows of several parts': [3, 66_001, 1, 1, 1, 1, 1],
  'few columns': [1, 1003, 3, 1, 1, 1, 1],
  columns: [1, 64, 256, 1, 1, 1, 1],
  'columns in several parts': [1, 5407, 32, 1, 1, 1, 1],
  'few columns in several parts': [1, 20_007, 5, 1, 1, 1, 1],
  'many columns': [1, 7, 4099, 1, 1, 1, 1],
  'many columns in several parts': [1, 515, 131, 1, 1, 1, 1],
  'columns of blocks': [5, 21, 19, 1, 1, 1, 1],
  'two axes': [1, 13, 11, 17, 1, 1, 1],
  'two axes, the last one stays': [3, 5, 7, 11, 13, 1, 1],
  'three axes': [2, 3, 4, 5, 6, 7, 1],
};

describe.skipIf(nativeAbsence !== undefined)(`native reductions ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));
  const onEverySet = (visit: () => void): void => {
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      visit();
    }
  };

  for (const [name, sizes] of Object.entries(shapes)) {
    test(`${name}: ${sizes}`, () => check(place, sizes));
  }

  test('random sizes', () => {
    const size = fc.oneof(fc.constantFrom(1, 1, 1), fc.integer({ min: 1, max: 6 }), fc.constantFrom(16, 33));
    const sizes = fc.tuple(size, size, size, size, size, size, size).filter((all) => product(all) < 10_000);
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), (all, threads) => {
        place.native.setThreads(threads);
        check(place, all);
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  test('products, and a factor of the results', () => {
    for (const sizes of [
      [3, 21, 1, 1, 1, 1, 1],
      [1, 21, 19, 1, 1, 1, 1],
    ] as const) {
      const x = seededValues(4, product(sizes), [0.5, 1.5]);
      const [products, sums] = [reference('product', sizes, x), reference('sum', sizes, x)];
      onEverySet(() => {
        expectWithinRounding(reduce(place, 'product', sizes, x), products, products, 21);
        const means = sums.map((sum) => sum / 21);
        expectWithinRounding(reduce(place, 'sum', sizes, x, 1 / 21), means, means, 21);
      });
    }
  });

  test('half a million numbers keep the accuracy of a few', () => {
    const sizes = [1, 2 ** 19, 1, 1, 1, 1, 1] as const;
    const x = seededValues(9, 2 ** 19, [0, 1]);
    const exact = reference('sum', sizes, x);
    onEverySet(() => expectWithinRounding(reduce(place, 'sum', sizes, x), exact, exact, termsInSequence));
  });

  test('results are the same bits on 1, 2 and 3 threads', () => {
    for (const sizes of [
      [1, 300_007, 1, 1, 1, 1, 1],
      [5000, 40, 1, 1, 1, 1, 1],
      [1, 8001, 32, 1, 1, 1, 1],
      [1, 40, 5001, 1, 1, 1, 1],
      [1, 50, 20, 70, 3, 1, 1],
    ] as const) {
      const x = seededValues(7, product(sizes));
      onEverySet(() => {
        const runs = [1, 2, 3].map((threads) => {
          place.native.setThreads(threads);
          return reduce(place, 'sum', sizes, x);
        });
        expect(runs[1]).toEqual(runs[0]);
        expect(runs[2]).toEqual(runs[0]);
      });
    }
  });

  test('NaN anywhere makes NaN, and zeros have an order', () => {
    for (const length of [1, 2, 3, 5, 8, 17, 40, 300]) {
      for (let at = 0; at < length; at += Math.ceil(length / 9)) {
        const columns = seededValues(length, 2 * length);
        columns[2 * at + 1] = Number.NaN;
        const row = columns.filter((_, index) => index % 2 === 1);
        onEverySet(() => {
          for (const kind of ['sum', 'product', 'maximum', 'minimum'] as const) {
            expect(reduce(place, kind, [1, length, 1, 1, 1, 1, 1], row)[0]).toBeNaN();
            const [first, second] = reduce(place, kind, [1, length, 2, 1, 1, 1, 1], columns);
            expect(first).not.toBeNaN();
            expect(second).toBeNaN();
          }
        });
      }
    }
    onEverySet(() => {
      for (const zeros of [
        [-0, 0],
        [0, -0],
      ]) {
        const x = Float32Array.from({ length: 80 }, (_, index) => zeros[index % 2] ?? 0);
        expect(reduce(place, 'maximum', [1, 80, 1, 1, 1, 1, 1], x)).toEqual(Float32Array.of(0));
        expect(reduce(place, 'minimum', [1, 80, 1, 1, 1, 1, 1], x)).toEqual(Float32Array.of(-0));
        expect(reduce(place, 'maximum', [1, 2, 1, 1, 1, 1, 1], x.slice(0, 2))).toEqual(Float32Array.of(0));
        expect(reduce(place, 'minimum', [1, 2, 1, 1, 1, 1, 1], x.slice(0, 2))).toEqual(Float32Array.of(-0));
      }
      const infinities = Float32Array.of(Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY);
      expect(reduce(place, 'maximum', [1, 3, 1, 1, 1, 1, 1], infinities)[0]).toBe(Number.POSITIVE_INFINITY);
      expect(reduce(place, 'minimum', [1, 3, 1, 1, 1, 1, 1], infinities)[0]).toBe(Number.NEGATIVE_INFINITY);
      expect(reduce(place, 'sum', [1, 3, 1, 1, 1, 1, 1], infinities)[0]).toBeNaN();
    });
  });

  test('nothing reduces to the neutral element', () => {
    const nothing = new Float32Array();
    for (const kind of ['sum', 'product', 'maximum', 'minimum'] as const) {
      const expected = new Float32Array(6).fill(neutral[kind]);
      expect(reduce(place, kind, [2, 0, 3, 1, 1, 1, 1], nothing)).toEqual(expected);
      expect(reduce(place, kind, [0, 5, 3, 1, 1, 1, 1], nothing)).toEqual(nothing);
    }
    const bytes = new Uint8Array();
    expect(reduceBytes(place, { dtype: 'bool', kind: 'all' }, [3, 0, 1, 1, 1, 1, 1], bytes)).toEqual(
      Uint8Array.of(1, 1, 1),
    );
    expect(reduceBytes(place, { dtype: 'bool', kind: 'any' }, [3, 0, 1, 1, 1, 1, 1], bytes)).toEqual(new Uint8Array(3));
    const least = reduceBytes(place, { dtype: 'int32', kind: 'maximum' }, [1, 0, 1, 1, 1, 1, 1], bytes);
    expect(new Int32Array(least.buffer)).toEqual(Int32Array.of(-(2 ** 31)));
  });

  const sizesOfIntegers: readonly ReductionSizes[] = [
    [1, 1, 1, 1, 1, 1, 1],
    [7, 5, 1, 1, 1, 1, 1],
    [3, 150, 1, 1, 1, 1, 1],
    [1, 70_001, 1, 1, 1, 1, 1],
    [1, 301, 11, 1, 1, 1, 1],
    [2, 9, 5, 8, 33, 1, 1],
  ];

  test('integers wrap around', () => {
    const foldsOfIntegers: Record<Kind, (a: number, b: number) => number> = {
      ...folds,
      sum: (a, b) => (a + b) | 0,
      product: Math.imul,
    };
    for (const sizes of sizesOfIntegers) {
      const x = Int32Array.from(seededValues(5, product(sizes)), (value) => Math.round(value * 65536) * 32749);
      for (const kind of ['sum', 'product', 'maximum', 'minimum'] as const) {
        const expected = new Int32Array(kept(sizes)).fill(
          { ...neutral, maximum: -(2 ** 31), minimum: 2 ** 31 - 1 }[kind],
        );
        visitTerms(sizes, (result, element) => {
          expected[result] = foldsOfIntegers[kind](expected[result] ?? 0, x[element] ?? 0);
        });
        onEverySet(() => {
          const got = reduceBytes(place, { dtype: 'int32', kind }, sizes, new Uint8Array(x.buffer));
          expect(new Int32Array(got.buffer)).toEqual(expected);
        });
      }
    }
  });

  test('any and all of bools', () => {
    for (const sizes of sizesOfIntegers) {
      for (const rarity of [0, 1, 2, product(sizes) / kept(sizes) + 1]) {
        const x = Uint8Array.from(seededValues(6, product(sizes), [0, 1]), (value) => Number(value * rarity < 1));
        const counts = new Int32Array(kept(sizes));
        visitTerms(sizes, (result, element) => {
          counts[result] = (counts[result] ?? 0) + (x[element] ?? 0);
        });
        const terms = product(sizes) / kept(sizes);
        onEverySet(() => {
          const any = reduceBytes(place, { dtype: 'bool', kind: 'any' }, sizes, x);
          expect(any).toEqual(Uint8Array.from(counts, (count) => Number(count > 0)));
          const all = reduceBytes(place, { dtype: 'bool', kind: 'all' }, sizes, x);
          expect(all).toEqual(Uint8Array.from(counts, (count) => Number(count === terms)));
        });
      }
    }
  });

  test('sizes of shapes', () => {
    expect(reductionSizes([], [])).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(reductionSizes([4, 5], [1])).toEqual([4, 5, 1, 1, 1, 1, 1]);
    expect(reductionSizes([4, 5], [0])).toEqual([1, 4, 5, 1, 1, 1, 1]);
    expect(reductionSizes([2, 3, 1, 4, 5], [1, 3])).toEqual([2, 12, 5, 1, 1, 1, 1]);
    expect(reductionSizes([2, 3, 4, 5, 6, 7], [0, 2, 4])).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(reductionSizes([2, 3, 4, 5, 6, 7, 8], [0, 2, 4, 6])).toBeUndefined();
  });

  test('wrong words are refused', () => {
    const words = reductionWords({
      fold: { dtype: 'float32', kind: 'sum' },
      sizes: [4, 5, 1, 1, 1, 1, 1],
      x: { address: 0 },
      out: { address: 128 },
    });
    const wrong = (change: (list: number[]) => void): Int32Array => {
      const list = [...words];
      change(list);
      return Int32Array.from(list);
    };
    for (const list of [
      wrong((list) => list.splice(2, 1, 10)), // no such fold
      wrong((list) => list.splice(4, 1, -1)), // a negative size
      wrong((list) => list.splice(4, 3, 2 ** 30, 2 ** 30, 2 ** 30)), // more than a memory has
      wrong((list) => list.splice(-1, 1, 64)), // the results lie in x
      wrong((list) => list.splice(-4, 2, -2, 0)), // no x
      wrong((list) => list.splice(1, 1, list.length - 1)), // too short
    ]) {
      expect(() => place.native.run(list)).toThrow(/NATIVE_LIST/);
    }
  });
});
