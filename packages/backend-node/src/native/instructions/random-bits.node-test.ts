/** Random bits against the reference of @isograd/core and the known answers of Random123. */
import { fillRandomBits, firstCounter, keyData } from '@isograd/core';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { expectSameBits } from '../../testing/expect-same-bits.js';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import { randomBitsWords } from './random-bits.js';

interface Draw {
  readonly key: readonly number[];
  readonly size: number;
  readonly bits: number;
  readonly counter: number;
  readonly data?: number;
}

function draw(place: NativeMemory, { key, data, ...rest }: Draw): Int32Array {
  const out = place.reserve(rest.size);
  const words = randomBitsWords({
    ...rest,
    key: { address: place.putBytes(Int32Array.from(key)) },
    ...(data === undefined ? {} : { data: { address: place.putBytes(Int32Array.of(data)) } }),
    out: { address: out },
  });
  place.native.run(Int32Array.from(words));
  const drawn = new Int32Array(place.memory.buffer, out, rest.size).slice();
  place.clear();
  return drawn;
}

/** A word as two halves. */
const halves = (word: number): number[] => [word & 0xffff, word >>> 16];

describe.skipIf(nativeAbsence !== undefined)(`native random bits ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  /** On every instruction set. */
  const eachSet = (compute: (set: string) => void): void => {
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      compute(set);
    }
  };

  test.each([
    { key: [0, 0], counter: [0, 0], block: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], block: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], block: [0xc4923a9c, 0x483df7a0] },
  ])('the block of Random123 (threefry 2x32, 20 rounds) for counter $counter', ({ key, counter, block }) => {
    const [first = 0, data = 0] = counter;
    eachSet((set) => {
      const drawn = draw(place, { key: key.flatMap(halves), size: 2, bits: 32, counter: first, data });
      expect(
        Array.from(drawn, (word) => word >>> 0),
        set,
      ).toEqual(block);
    });
  });

  test('the reference bit for bit, whatever the size', () => {
    const word = fc.integer({ min: 0, max: 0xffff });
    const draws = fc.record({
      key: fc.array(word, { minLength: 4, maxLength: 4 }),
      size: fc.integer({ min: 0, max: 200 }),
      bits: fc.integer({ min: 1, max: 24 }),
      domain: fc.integer({ min: 0, max: 2 }),
      data: fc.option(fc.integer({ min: 0, max: 2 ** 24 - 1 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(draws, ({ key, size, bits, domain, data }) => {
        const expected = new Int32Array(size);
        fillRandomBits(key, expected, { bits, domain, ...(data === undefined ? {} : { data }) });
        const common = { key, size, bits, counter: firstCounter(domain) };
        eachSet((set) => expectSameBits(draw(place, data === undefined ? common : { ...common, data }), expected, set));
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  test('many of them, on 1, 2 and 3 threads', () => {
    const [key, size] = [keyData(7), 100_003];
    const expected = new Int32Array(size);
    fillRandomBits(key, expected, { bits: 24, domain: 0 });
    eachSet((set) => {
      for (const threads of [1, 2, 3]) {
        place.native.setThreads(threads);
        expectSameBits(draw(place, { key: Array.from(key), size, bits: 24, counter: 0 }), expected, set);
      }
    });
  });

  test('wrong words are refused', () => {
    const [key, out] = [{ address: place.reserve(4) }, { address: place.reserve(8) }];
    const words = Int32Array.from(randomBitsWords({ size: 8, bits: 24, counter: 0, key, out }));
    for (const [at, value, kind] of [
      [2, -1, 'argument'], // the size
      [3, 0, 'argument'], // the bits
      [3, 33, 'argument'],
      [5, -2, 'argument'], // the key
      [10, key.address, 'overlap'],
    ] as const) {
      expect(() => place.native.run(words.with(at, value)), `word ${at}`).toThrow(`(${kind})`);
    }
    place.clear();
  });
});
