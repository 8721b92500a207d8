import { describe, expect, it } from 'vitest';
import { fromArrays, fromIterable } from '../index.js';

describe('repeat', () => {
  it('goes on without end', async () => {
    const dataset = fromArrays([1, 2, 3]).repeat();
    expect(dataset.size).toBe(Number.POSITIVE_INFINITY);
    expect(await dataset.skip(2).take(5).toArray()).toEqual([3, 1, 2, 3, 1]);
    await expect(dataset.toArray()).rejects.toMatchObject({ code: 'DATA_ENDLESS' });
  });

  it('fills batches across the boundary', async () => {
    const batches = await fromArrays([1, 2, 3]).repeat(2).batch(4).toArray();
    expect(batches.map(({ data }) => [...data])).toEqual([
      [1, 2, 3, 1],
      [2, 3],
    ]);
  });

  it('fails in place of looping for ever over nothing', async () => {
    const nothing = fromIterable([1, 2]).filter(() => false);
    await expect(nothing.repeat().take(1).toArray()).rejects.toMatchObject({ code: 'DATA_REPEAT_EMPTY' });
    expect(await nothing.toArray()).toEqual([]);
    const resumed = nothing.repeat();
    const state = resumed.iterate().state();
    await expect(resumed.iterate({ state }).next()).rejects.toMatchObject({ code: 'DATA_REPEAT_EMPTY' });
  });

  it('stops when the pass is ended within it', async () => {
    const iterator = fromArrays([1]).repeat().shuffle({ seed: 1, bufferSize: 1e9 }).iterate();
    const waiting = iterator.next();
    await Promise.resolve();
    await iterator.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('refuses counts that are none', () => {
    const dataset = fromArrays([1]);
    for (const count of [0, -1, 1.5, Number.NaN]) expect(() => dataset.repeat(count)).toThrow('DATA_COUNT');
    for (const count of [-1, 0.5]) {
      expect(() => dataset.take(count)).toThrow('DATA_COUNT');
      expect(() => dataset.skip(count)).toThrow('DATA_COUNT');
    }
  });
});
