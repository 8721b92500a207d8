/** Look-ups and sums by segment against loops over their indices. */
import { expectWithinRounding, seededValues } from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { expectSameBits } from '../../testing/expect-same-bits.js';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import { type Gather, gatherWords, type SegmentSum, segmentSumWords } from './gather.js';

type GatherSizes = Omit<Gather, 'table' | 'indices' | 'out'>;
type SegmentSizes = Omit<SegmentSum, 'x' | 'segments' | 'out'>;

/** Indices of which some are outside of [0, limit). */
function indicesOf(count: number, limit: number, seed = 3): Int32Array {
  const values = seededValues(seed, count, [-0.1, 1.1]);
  const indices = Int32Array.from(values, (value) => Math.floor(value * limit));
  if (count > 3) indices.set([2 ** 31 - 1, -(2 ** 31), limit], count - 3);
  return indices;
}

function checkGather(place: NativeMemory, sizes: GatherSizes): void {
  const { elementBytes, tables, tableRows, indexCount, rowSize } = sizes;
  const rowBytes = elementBytes * rowSize;
  const table = Uint8Array.from({ length: tables * tableRows * rowBytes }, (_, index) => 1 + (index % 251));
  const indices = indicesOf(indexCount, tableRows);
  const expected = new Uint8Array(tables * indexCount * rowBytes);
  for (let row = 0; row < tables * indexCount; row++) {
    const [number, index] = [Math.floor(row / indexCount), indices[row % indexCount] ?? 0];
    if (index < 0 || index >= tableRows) continue;
    const begin = (number * tableRows + index) * rowBytes;
    expected.set(table.subarray(begin, begin + rowBytes), row * rowBytes);
  }
  for (const set of place.native.features().instructionSets) {
    place.native.setInstructionSet(set);
    const out = place.putBytes(new Uint8Array(expected.length).fill(255));
    const places = { table: { address: place.putBytes(table) }, indices: { address: place.putBytes(indices) } };
    place.native.run(Int32Array.from(gatherWords({ ...sizes, ...places, out: { address: out } })));
    expectSameBits(new Uint8Array(place.memory.buffer, out, expected.length).slice(), expected, set);
    place.clear();
  }
}

function sum(place: NativeMemory, sizes: SegmentSizes, x: Float32Array | Int32Array, segments: Int32Array): Int32Array {
  const size = sizes.segmentCount * sizes.rowSize;
  const out = place.reserve(size);
  const places = { x: { address: place.putBytes(x) }, segments: { address: place.putBytes(segments) } };
  place.native.run(Int32Array.from(segmentSumWords({ ...sizes, ...places, out: { address: out } })));
  const words = new Int32Array(place.memory.buffer, out, size).slice();
  place.clear();
  return words;
}

function checkSegmentSum(place: NativeMemory, sizes: SegmentSizes, threads: readonly number[] = [1]): void {
  const { dtype, rows, rowSize, segmentCount } = sizes;
  const values = seededValues(1, rows * rowSize);
  const integers = Int32Array.from(values, (value) => value * 2 ** 31);
  const segments = indicesOf(rows, segmentCount);
  const [exact, magnitudes] = [0, 1].map(() => new Float64Array(segmentCount * rowSize)) as [
    Float64Array,
    Float64Array,
  ];
  const wrapped = new Int32Array(segmentCount * rowSize);
  values.forEach((value, index) => {
    const segment = segments[Math.floor(index / rowSize)] ?? 0;
    if (segment < 0 || segment >= segmentCount) return;
    const at = segment * rowSize + (index % rowSize);
    exact[at] = Number(exact[at]) + value;
    magnitudes[at] = Number(magnitudes[at]) + Math.abs(value);
    wrapped[at] = (Number(wrapped[at]) + Number(integers[index])) | 0;
  });
  for (const set of place.native.features().instructionSets) {
    place.native.setInstructionSet(set);
    const runs = threads.map((count) => {
      place.native.setThreads(count);
      return sum(place, sizes, dtype === 'int32' ? integers : values, segments);
    });
    const [first = new Int32Array()] = runs;
    if (dtype === 'int32') expectSameBits(first, wrapped, set);
    else expectWithinRounding(new Float32Array(first.buffer), exact, magnitudes, rows);
    for (const run of runs) expectSameBits(run, first, set);
  }
}

describe.skipIf(nativeAbsence !== undefined)(`native look-ups ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  test('rows of every size; zeros where an index names none', () => {
    for (const rowSize of [0, 1, 2, 3, 4, 5, 7, 8, 11, 15, 16, 17, 31, 32, 33, 63, 64, 65, 130, 600]) {
      for (const elementBytes of [1, 4] as const) {
        checkGather(place, { elementBytes, tables: 2, tableRows: 9, indexCount: 13, rowSize });
      }
    }
  });

  test('many rows on threads, of one table and of many', () => {
    place.native.setThreads(3);
    checkGather(place, { elementBytes: 4, tables: 1, tableRows: 500, indexCount: 9000, rowSize: 32 });
    checkGather(place, { elementBytes: 4, tables: 300, tableRows: 7, indexCount: 41, rowSize: 30 });
    checkGather(place, { elementBytes: 1, tables: 2, tableRows: 0, indexCount: 41, rowSize: 3 });
  });

  test('random sums by segment, of float32 and int32', () => {
    const size = fc.integer({ min: 0, max: 40 });
    const sizes = fc.record({
      dtype: fc.constantFrom<SegmentSum['dtype']>('float32', 'int32'),
      rows: size,
      rowSize: size,
      segmentCount: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(sizes, (each) => checkSegmentSum(place, each)),
      { numRuns: 150, seed: 6 },
    );
  });

  test('sums by segment are the same bits on 1, 2 and 3 threads', () => {
    for (const dtype of ['float32', 'int32'] as const) {
      checkSegmentSum(place, { dtype, rows: 6000, rowSize: 32, segmentCount: 500 }, [1, 2, 3]);
      checkSegmentSum(place, { dtype, rows: 100_000, rowSize: 3, segmentCount: 7 }, [1, 2, 3]);
      checkSegmentSum(place, { dtype, rows: 500, rowSize: 650, segmentCount: 2 }, [1, 2, 3]);
    }
  });

  test('wrong words are refused', () => {
    const [at, out] = [{ address: place.reserve(64) }, { address: place.reserve(64) }];
    const sizes = { elementBytes: 4, tables: 1, tableRows: 4, indexCount: 4, rowSize: 4 } as const;
    const gather = Int32Array.from(gatherWords({ ...sizes, table: at, indices: at, out }));
    const segments = { dtype: 'float32', rows: 4, rowSize: 4, segmentCount: 4, x: at, segments: at, out } as const;
    const segmentSum = Int32Array.from(segmentSumWords(segments));
    for (const [words, place_, value, kind] of [
      [gather, 2, 8, 'argument'], // bytes of an element
      [gather, 3, -1, 'argument'], // tables
      [gather, 4, 2 ** 30, 'overflow'], // rows
      [gather, 5, 2 ** 27, 'range'], // indices
      [gather, 12, at.address, 'overlap'], // the result
      [segmentSum, 2, 2, 'argument'], // the dtype
      [segmentSum, 3, 2 ** 29, 'overflow'], // rows
      [segmentSum, 5, 2 ** 27, 'range'], // segments
    ] as const) {
      expect(() => place.native.run(words.with(place_, value)), `word ${place_}`).toThrow(`(${kind})`);
    }
    place.clear();
  });
});
