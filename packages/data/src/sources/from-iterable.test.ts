import { ShapeError } from '@isograd/core';
import { describe, expect, it } from 'vitest';
import { fromIterable, type IterableSource } from '../index.js';
import { badCount } from '../messages.js';

describe('fromIterable', () => {
  it('reads iterables, async iterables and functions that make them', async () => {
    const sync = function* () {
      yield* [1, 2, 3];
    };
    const asynchronous = async function* () {
      yield* [1, 2, 3];
    };
    const stream = new ReadableStream<number>({
      start(controller) {
        for (const value of [1, 2, 3]) controller.enqueue(value);
        controller.close();
      },
    });
    const readable = async function* () {
      const reader = stream.getReader();
      for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
    };
    for (const source of [[1, 2, 3], new Set([1, 2, 3]), sync, asynchronous, sync(), asynchronous(), readable]) {
      const dataset = fromIterable(source);
      expect(dataset.size).toBe(Array.isArray(source) ? 3 : null);
      expect(await dataset.toArray()).toEqual([1, 2, 3]);
    }
  });

  it('gives a new pass for every iterator, unless the source can be read only once', async () => {
    const values = function* () {
      yield* [1, 2];
    };
    const many = fromIterable(values);
    expect(await many.toArray()).toEqual([1, 2]);
    expect(await many.toArray()).toEqual([1, 2]);
    const once = fromIterable(values());
    expect(await once.toArray()).toEqual([1, 2]);
    await expect(once.toArray()).rejects.toMatchObject({ name: 'StateError', code: 'DATA_CONSUMED' });
    await expect(fromIterable(values()).repeat(2).toArray()).rejects.toMatchObject({ code: 'DATA_CONSUMED' });
  });

  it('says so when there is nothing', async () => {
    expect(() => fromIterable([])).toThrow('DATA_EMPTY');
    await expect(fromIterable(function* () {}).toArray()).rejects.toMatchObject({ code: 'DATA_EMPTY' });
    const missing: unknown = undefined;
    expect(() => fromIterable(missing as number[])).toThrow('DATA_ITERABLE');
    const wrong: unknown = () => 5;
    await expect(fromIterable(wrong as IterableSource<number>).toArray()).rejects.toMatchObject({
      code: 'DATA_ITERABLE',
    });
  });

  it('names the element at which the source failed, and leaves typed errors as they are', async () => {
    const failing = (error: Error) =>
      fromIterable(async function* () {
        yield 1;
        throw error;
      }).toArray();
    const cause = new Error('disk');
    await expect(failing(cause)).rejects.toMatchObject({
      code: 'DATA_SOURCE',
      where: 'fromIterable, element 1',
      cause,
    });
    const typed = badCount('x', 'y', 0, 1);
    await expect(failing(typed)).rejects.toBe(typed);
    expect(typed).not.toBeInstanceOf(ShapeError);
    const unopened = fromIterable((): number[] => {
      throw cause;
    });
    await expect(unopened.toArray()).rejects.toMatchObject({
      code: 'DATA_SOURCE',
      where: 'fromIterable, element 0',
      cause,
    });
  });

  it('returns the iterator of the source once when it leaves early, and not when the source has ended', async () => {
    let returns = 0;
    const source: Iterable<number> = {
      [Symbol.iterator]: () => {
        const inner = [1, 2][Symbol.iterator]();
        return {
          next: () => inner.next(),
          return: () => {
            returns++;
            return { done: true, value: undefined };
          },
        };
      },
    };
    await fromIterable(source).toArray();
    expect(returns).toBe(0);
    const iterator = fromIterable(source).prefetch(1).iterate();
    await iterator.next();
    await iterator.return();
    await iterator.return();
    expect(returns).toBe(1);
  });

  it('notices on a resume that the source has become shorter', async () => {
    let values = [1, 2, 3];
    const dataset = fromIterable(() => values);
    const iterator = dataset.iterate();
    for (let step = 0; step < 3; step++) await iterator.next();
    values = [1, 2];
    await expect(dataset.iterate({ state: iterator.state() }).next()).rejects.toMatchObject({
      name: 'StateError',
      code: 'DATA_SOURCE_SHORT',
      received: '2 elements',
      expected: 'at least 3',
    });
  });
});
