/** One value everywhere, and rows with one element switched on. */
import { describe, expect, test } from 'vitest';
import { expectSameBits } from '../../testing/expect-same-bits.js';
import { nativeAbsence, nativeMemory } from '../../testing/native-memory.js';
import { fillWords, oneHotWords } from './fill.js';
import { floatWord } from './instruction.js';

describe.skipIf(nativeAbsence !== undefined)(`native fills ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);

  /** With every instruction set, on one thread and on three. */
  const eachWay = (compute: () => void): void => {
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      for (const threads of [1, 3]) {
        place.native.setThreads(threads);
        compute();
        place.clear();
      }
    }
    place.native.setThreads(1);
  };

  test.each([0, 1, 7, 16, 17, 100, 1000, 600_001])('%i words, and as many bytes', (size) => {
    eachWay(() => {
      const [words, bytes] = [{ address: place.reserve(size) }, { address: place.putBytes(new Uint8Array(size)) }];
      const list = [
        ...fillWords({ elementBytes: 4, size, word: floatWord(-2.5), out: words }),
        ...fillWords({ elementBytes: 1, size, word: 0x1207, out: bytes }),
      ];
      place.native.run(Int32Array.from(list));
      expectSameBits(place.read(words.address, size), new Float32Array(size).fill(-2.5));
      expectSameBits(new Uint8Array(place.memory.buffer, bytes.address, size).slice(), new Uint8Array(size).fill(7));
    });
  });

  test.each([
    { rows: 5, depth: 7 },
    { rows: 6, depth: 0 },
    { rows: 0, depth: 6 },
    { rows: 20_000, depth: 33 },
  ])('$rows rows of $depth; an index outside of a row switches nothing on', ({ rows, depth }) => {
    const indices = Int32Array.from({ length: rows }, (_, row) => ((row * 5) % (depth + 3)) - 1);
    indices.set([2 ** 31 - 1, -(2 ** 31)].slice(0, rows));
    const isOn = Uint8Array.from({ length: rows * depth }, (_, at) =>
      Number(indices[Math.floor(at / depth)] === at % depth),
    );
    eachWay(() => {
      const at = { address: place.putBytes(indices) };
      const [floats, bytes] = [{ address: place.reserve(isOn.length) }, { address: place.putBytes(isOn.map(() => 9)) }];
      const [on, off] = [floatWord(0.75), floatWord(Number.NEGATIVE_INFINITY)];
      const list = [
        ...oneHotWords({ elementBytes: 4, rows, depth, on, off, indices: at, out: floats }),
        ...oneHotWords({ elementBytes: 1, rows, depth, on: 1, off: 0, indices: at, out: bytes }),
      ];
      place.native.run(Int32Array.from(list));
      const expected = Float32Array.from(isOn, (flag) => (flag === 1 ? 0.75 : Number.NEGATIVE_INFINITY));
      expectSameBits(place.read(floats.address, isOn.length), expected);
      expectSameBits(new Uint8Array(place.memory.buffer, bytes.address, isOn.length).slice(), isOn);
    });
  });

  test('wrong words are refused', () => {
    const [indices, out] = [{ address: place.reserve(4) }, { address: place.reserve(16) }];
    const fill = Int32Array.from(fillWords({ elementBytes: 4, size: 16, word: 0, out }));
    const oneHot = Int32Array.from(oneHotWords({ elementBytes: 4, rows: 4, depth: 4, on: 1, off: 0, indices, out }));
    for (const [words, at, value, kind] of [
      [fill, 2, 2, 'argument'], // bytes of an element
      [fill, 3, -1, 'argument'], // the size
      [fill, 3, 2 ** 31 - 1, 'overflow'],
      [fill, 6, 2, 'alignment'],
      [oneHot, 2, 3, 'argument'], // bytes of an element
      [oneHot, 4, 2 ** 30, 'overflow'], // the depth
      [oneHot, 10, indices.address, 'overlap'],
    ] as const) {
      expect(() => place.native.run(words.with(at, value)), `word ${at}`).toThrow(`(${kind})`);
    }
    place.clear();
  });
});
