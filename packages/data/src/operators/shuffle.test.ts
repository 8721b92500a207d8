import { foldInData, keyData } from '@isograd/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dataset, fromArrays, fromIterable, type ShuffleOptions } from '../index.js';

const count = (size: number): number[] => [...Array(size).keys()];

async function epochOf<T>(dataset: Dataset<T>, epoch: number): Promise<T[]> {
  const elements: T[] = [];
  for await (const element of dataset.iterate({ epoch })) elements.push(element);
  return elements;
}

describe('shuffle', () => {
  // Orders from an independent implementation of Threefry-2x32-20 and Fisher-Yates in exact rational numbers.
  it('gives the same orders on every runtime', async () => {
    const dataset = fromArrays(count(10)).shuffle({ seed: 7 });
    expect(await epochOf(dataset, 0)).toEqual([3, 1, 2, 6, 7, 9, 0, 5, 8, 4]);
    expect(await epochOf(dataset, 1)).toEqual([0, 9, 4, 8, 7, 6, 2, 1, 3, 5]);
    const repeated = dataset.repeat(2);
    const first = [3, 4, 1, 5, 8, 2, 9, 6, 7, 0];
    expect(await epochOf(repeated, 0)).toEqual([...first, 6, 9, 4, 3, 1, 0, 5, 2, 7, 8]);
    expect((await epochOf(repeated, 1)).slice(0, 10)).toEqual([5, 0, 4, 6, 9, 3, 1, 7, 8, 2]);
    const streamed = fromIterable(count(10)).shuffle({ seed: 7, bufferSize: 4 });
    expect(await epochOf(streamed, 0)).toEqual([3, 0, 1, 2, 4, 6, 5, 7, 8, 9]);
  });

  it('takes a key in place of a seed, and is not touched when the key changes later', async () => {
    const key = keyData(7);
    const dataset = fromArrays(count(10)).shuffle({ key });
    key.fill(0);
    expect(await epochOf(dataset, 0)).toEqual([3, 1, 2, 6, 7, 9, 0, 5, 8, 4]);
  });

  it('is a permutation of the whole, or of each block', async () => {
    const sizes = fc.record({ size: fc.integer({ min: 1, max: 60 }), bufferSize: fc.integer({ min: 1, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat({ max: 9 }), async ({ size, bufferSize }, seed, epoch) => {
        const sorted = (list: number[]): number[] => [...list].sort((a, b) => a - b);
        expect(sorted(await epochOf(fromArrays(count(size)).shuffle({ seed }), epoch))).toEqual(count(size));
        const order = await epochOf(fromIterable(count(size)).shuffle({ seed, bufferSize }), epoch);
        for (let start = 0; start < size; start += bufferSize) {
          expect(sorted(order.slice(start, start + bufferSize))).toEqual(count(size).slice(start, start + bufferSize));
        }
      }),
    );
  });

  it('differs between seeds, epochs, repetitions and blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (seed, other) => {
        fc.pre(seed !== other);
        const dataset = fromArrays(count(50)).shuffle({ seed });
        const order = await epochOf(dataset, 0);
        expect(await epochOf(dataset, 0)).toEqual(order);
        expect(await epochOf(fromArrays(count(50)).shuffle({ seed: other }), 0)).not.toEqual(order);
        expect(await epochOf(dataset, 1)).not.toEqual(order);
        const twice = await epochOf(dataset.repeat(2), 0);
        expect(twice.slice(50)).not.toEqual(twice.slice(0, 50));
        const blocks = await epochOf(fromIterable(count(100)).shuffle({ seed, bufferSize: 50 }), 0);
        expect(blocks.slice(50).map((value) => value - 50)).not.toEqual(blocks.slice(0, 50));
      }),
      { numRuns: 30 },
    );
  });

  it('puts every element at every position equally often', async () => {
    const size = 6;
    const draws = 1200;
    const dataset = fromArrays(count(size)).shuffle({ seed: 11 });
    const hits = count(size * size).map(() => 0);
    for (let epoch = 0; epoch < draws; epoch++) {
      (await epochOf(dataset, epoch)).forEach((value, position) => {
        hits[value * size + position] = (hits[value * size + position] ?? 0) + 1;
      });
    }
    const expected = draws / size;
    const chiSquare = hits.reduce((sum, hit) => sum + (hit - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(52.6); // 25 degrees of freedom, p = 0.001
  });

  it('shuffles batches when it stands behind them', async () => {
    const batches = await fromArrays(count(6)).batch(2).shuffle({ seed: 2 }).toArray();
    const rows = batches.map(({ data }) => [...data]).sort(([a = 0], [b = 0]) => a - b);
    expect(rows).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('refuses a stream without buffer, and wrong arguments', () => {
    const dataset = fromIterable([1, 2, 3]);
    expect(() => dataset.shuffle({ seed: 1 })).toThrow('DATA_SHUFFLE_BUFFER');
    expect(() => dataset.shuffle({ seed: 1, bufferSize: 0 })).toThrow('DATA_COUNT');
    expect(() => dataset.shuffle({ seed: -1, bufferSize: 2 })).toThrow('RANDOM_SEED');
    expect(() => dataset.shuffle({ key: Int32Array.of(1, 2), bufferSize: 2 })).toThrow('DATA_SHUFFLE_KEY');
    const neither: object = {};
    expect(() => dataset.shuffle(neither as ShuffleOptions)).toThrow('DATA_SHUFFLE_KEY');
    const both: object = { seed: 1, key: foldInData(keyData(1), 1) };
    expect(() => dataset.shuffle(both as ShuffleOptions)).toThrow('DATA_SHUFFLE_KEY');
  });
});
