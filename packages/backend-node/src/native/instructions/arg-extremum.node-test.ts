/** Places of extrema against loops: every instruction set, and the same on any threads. */
import { seededValues } from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nativeAbsence, nativeMemory } from '../../testing/native-memory.js';
import { type ArgExtremum, argExtremumWords } from './arg-extremum.js';

type Search = Omit<ArgExtremum, 'x' | 'out'>;

function reference({ kind, blocks, length, columns }: Search, x: ArrayLike<number>): Int32Array {
  const places = new Int32Array(blocks * columns);
  for (let index = 0; index < places.length; index++) {
    const at = (place: number): number =>
      Number(x[(Math.floor(index / columns) * length + place) * columns + (index % columns)]);
    for (let place = 1; place < length; place++) {
      const [best, number] = [at(places[index] ?? 0), at(place)];
      if (Number.isNaN(best)) break;
      if (Number.isNaN(number) || (kind === 'largest' ? number > best : number < best)) places[index] = place;
    }
  }
  return places;
}

describe.skipIf(nativeAbsence !== undefined)(`native places of extrema ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  const search = (task: Search, x: Float32Array): Int32Array => {
    const out = place.reserve(task.blocks * task.columns);
    place.native.run(
      Int32Array.from(argExtremumWords({ ...task, x: { address: place.put(x) }, out: { address: out } })),
    );
    const places = new Int32Array(place.memory.buffer, out, task.blocks * task.columns).slice();
    place.clear();
    return places;
  };

  /** Both kinds on every instruction set. */
  const check = (sizes: Omit<Search, 'kind'>, x: Float32Array): void => {
    for (const kind of ['largest', 'smallest'] as const) {
      const expected = reference({ kind, ...sizes }, x);
      for (const set of place.native.features().instructionSets) {
        place.native.setInstructionSet(set);
        expect(search({ kind, ...sizes }, x), set).toEqual(expected);
      }
    }
  };

  test('random sizes and numbers, many of them equal, zeros of both signs, infinite or NaN', () => {
    const numbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, 2, -1, -2];
    const few = fc.integer({ min: 1, max: 5 });
    const sizes = fc.record({
      blocks: few,
      length: fc.oneof(fc.integer({ min: 1, max: 70 }), few),
      columns: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
      seed: fc.integer({ min: 1, max: 1000 }),
      kinds: fc.integer({ min: 3, max: 9 }),
      threads: few,
    });
    fc.assert(
      fc.property(sizes, ({ seed, kinds, threads, ...rest }) => {
        place.native.setThreads(threads);
        const draws = seededValues(seed, rest.blocks * rest.length * rest.columns, [0, 1]);
        // The first of the list, NaN, only where nothing is left out.
        check(
          rest,
          draws.map((draw) => numbers[numbers.length - 1 - Math.floor(draw * kinds * 0.999)] ?? 0),
        );
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  test('an extremum at every place of a row', () => {
    for (const length of [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 70]) {
      const x = Float32Array.from({ length: length * length }, (_, index) =>
        Math.floor(index / length) === index % length ? 2 : 1,
      );
      check({ blocks: length, length, columns: 1 }, x);
      check(
        { blocks: length, length, columns: 1 },
        x.map((value) => -value),
      );
      check(
        { blocks: length, length, columns: 1 },
        x.map((value) => (value === 2 ? Number.NaN : value)),
      );
    }
  });

  test('places are the same on 1, 2 and 3 threads', () => {
    for (const sizes of [
      { blocks: 5000, length: 30, columns: 1 },
      { blocks: 3, length: 40, columns: 1100 },
    ]) {
      const x = seededValues(3, sizes.blocks * sizes.length * sizes.columns);
      const expected = reference({ kind: 'largest', ...sizes }, x);
      for (const threads of [1, 2, 3]) {
        place.native.setThreads(threads);
        expect(search({ kind: 'largest', ...sizes }, x)).toEqual(expected);
      }
    }
  });

  test('an axis without elements gives zeros, and wrong words are refused', () => {
    expect(search({ kind: 'largest', blocks: 2, length: 0, columns: 3 }, new Float32Array())).toEqual(
      new Int32Array(6),
    );
    expect(search({ kind: 'smallest', blocks: 0, length: 4, columns: 3 }, new Float32Array())).toEqual(
      new Int32Array(),
    );
    const task = {
      kind: 'largest',
      blocks: 2,
      length: 3,
      columns: 1,
      x: { address: 0 },
      out: { address: 64 },
    } as const;
    for (const wrong of [
      { ...task, length: -1 },
      { ...task, blocks: 2 ** 30, length: 2 ** 30 },
      { ...task, out: { address: 8 } },
      { ...task, x: { address: 2 } },
    ]) {
      expect(() => place.native.run(Int32Array.from(argExtremumWords(wrong)))).toThrow(/NATIVE_LIST/);
    }
  });
});
