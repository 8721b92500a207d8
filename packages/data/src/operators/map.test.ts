import { describe, expect, it } from 'vitest';
import { fromArrays, fromIterable } from '../index.js';

/** Promises that are resolved by hand. */
function gates(count: number) {
  const open: (() => void)[] = [];
  const closed = Array.from({ length: count }, () => new Promise<void>((resolve) => open.push(resolve)));
  return { open, closed };
}

/** Lets everything run that can run. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('map', () => {
  it('is lazy: it works on no element that nobody asked for', async () => {
    for (const dataset of [fromArrays([1, 2, 3]), fromIterable([1, 2, 3])]) {
      const seen: number[] = [];
      const iterator = dataset.map((value) => seen.push(value)).iterate();
      await settle();
      expect(seen).toEqual([]);
      await iterator.next();
      await settle();
      expect(seen).toEqual([1]);
    }
  });

  it('works on `concurrency` elements at once, never more, and keeps the order', async () => {
    const { open, closed } = gates(6);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const dataset = fromArrays([0, 1, 2, 3, 4, 5]).map(
      async (value) => {
        started.push(value);
        most = Math.max(most, ++running);
        await closed[value];
        running--;
        return value;
      },
      { concurrency: 3 },
    );
    const result = dataset.toArray();
    await settle();
    expect(started).toEqual([0, 1, 2]);
    open[2]?.();
    open[1]?.();
    await settle();
    expect(started).toEqual([0, 1, 2]); // results wait for element 0, and take up room
    open[0]?.();
    await settle();
    expect(started).toEqual([0, 1, 2, 3, 4, 5]);
    for (const release of open) release();
    expect(await result).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBe(3);
  });

  it('delivers a failure in its turn, with index and cause', async () => {
    const cause = new Error('bad picture');
    for (const concurrency of [1, 4]) {
      for (const dataset of [fromArrays([0, 1, 2, 3]), fromIterable([0, 1, 2, 3])]) {
        const iterator = dataset
          .map(
            async (value) => {
              if (value === 2) throw cause;
              await settle(); // the failure is there first
              return value;
            },
            { concurrency },
          )
          .iterate();
        expect((await iterator.next()).value).toBe(0);
        expect((await iterator.next()).value).toBe(1);
        await expect(iterator.next()).rejects.toMatchObject({
          name: 'ValueError',
          code: 'DATA_FUNCTION',
          where: 'Dataset.map, element 2',
          cause,
        });
      }
    }
  });

  it('tells the place of the element, in the shuffled order and per repetition', async () => {
    const places = await fromArrays([0, 1, 2])
      .shuffle({ seed: 1 })
      .map((_, { index, epoch }) => [index, ...epoch])
      .repeat(2)
      .skip(1)
      .toArray();
    expect(places).toEqual([
      [1, 0, 0],
      [2, 0, 0],
      [0, 0, 1],
      [1, 0, 1],
      [2, 0, 1],
    ]);
  });

  it('hands out elements that may be changed', async () => {
    const x = Float32Array.of(1, 2);
    const dataset = fromArrays({ x }).map((element) => {
      element.x.data[0] = -1;
      return element;
    });
    await dataset.toArray();
    expect([...x]).toEqual([1, 2]);
  });

  it('refuses a concurrency below 1', () => {
    expect(() => fromArrays([1]).map((value) => value, { concurrency: 0 })).toThrow('DATA_COUNT');
  });
});
