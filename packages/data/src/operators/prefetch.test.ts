import { describe, expect, it } from 'vitest';
import { fromIterable } from '../index.js';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Counts what is read from it. */
function countedSource(size: number) {
  const seen = { read: 0, closed: false };
  const dataset = fromIterable(function* () {
    try {
      for (let index = 0; index < size; index++) {
        seen.read++;
        yield index;
      }
    } finally {
      seen.closed = true;
    }
  });
  return { seen, dataset };
}

describe('prefetch', () => {
  it('starts with the first request, reads as far as the buffer, and waits there', async () => {
    const { seen, dataset } = countedSource(100);
    const iterator = dataset.prefetch(4).iterate();
    await settle();
    expect(seen.read).toBe(0);
    for (let taken = 1; taken <= 10; taken++) {
      expect((await iterator.next()).value).toBe(taken - 1);
      await settle();
      expect(seen.read).toBe(taken + 4);
    }
    await iterator.return();
    expect(seen.closed).toBe(true);
  });

  it('has the next element ready while the consumer works', async () => {
    const log: string[] = [];
    const iterator = fromIterable(['a', 'b'])
      .map((name) => {
        log.push(`made ${name}`);
        return name;
      })
      .prefetch(1)
      .iterate();
    for await (const name of iterator) {
      await settle();
      log.push(`used ${name}`);
    }
    expect(log).toEqual(['made a', 'made b', 'used a', 'used b']);
  });

  it('delivers what came before an error, then the error', async () => {
    const iterator = fromIterable(function* () {
      yield 1;
      yield 2;
      throw new Error('connection lost');
    })
      .prefetch(8)
      .iterate();
    await settle();
    expect((await iterator.next()).value).toBe(1);
    await settle();
    expect((await iterator.next()).value).toBe(2);
    await expect(iterator.next()).rejects.toMatchObject({
      name: 'IoError',
      code: 'DATA_SOURCE',
      where: 'fromIterable, element 2',
      cause: new Error('connection lost'),
    });
  });

  // The runner fails a run in which a rejection goes unhandled.
  it('is silent when it is abandoned before an error is delivered', async () => {
    const iterator = fromIterable([0, 1, 2, 3])
      .map(
        async (value) => {
          if (value > 0) throw new Error('nobody hears this');
          return value;
        },
        { concurrency: 4 },
      )
      .prefetch(4)
      .iterate();
    expect((await iterator.next()).value).toBe(0);
    await settle();
    await iterator.return();
    await settle();
  });

  it('wakes a waiting consumer when the pass is ended', async () => {
    let release: (value: IteratorResult<number>) => void = () => undefined;
    const source: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise((resolve) => {
            release = resolve;
          }),
      }),
    };
    const iterator = fromIterable(source).prefetch(2).iterate();
    const waiting = iterator.next();
    await settle();
    await iterator.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    release({ done: false, value: 1 });
    await settle();
    expect(iterator.state().cursor).toBe(0);
  });

  it('changes no state, so that a run may be resumed without it', async () => {
    const make = () => fromIterable([1, 2, 3, 4]).filter((value) => value !== 2);
    const iterator = make().prefetch(3).iterate();
    await iterator.next();
    await settle();
    const resumed = make().iterate({ state: iterator.state() });
    expect((await resumed.next()).value).toBe(3);
    await iterator.return();
  });

  it('refuses a buffer of nothing', () => {
    expect(() => fromIterable([1]).prefetch(0)).toThrow('DATA_COUNT');
  });
});
