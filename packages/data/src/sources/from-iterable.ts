/** Datasets over anything that can be iterated. */
import { IsogradError } from '@isograd/core';
import { createDataset } from '../create-dataset.js';
import { countState } from '../cursor-state.js';
import type { Dataset } from '../dataset.js';
import { alreadyConsumed, emptyData, notIterable, sourceFailed, sourceTooShort } from '../messages.js';
import { type Cursor, end } from '../pipeline.js';

/** What a streamed dataset reads: an iterable, or a function that makes a new one for every epoch. */
export type IterableSource<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>);

/**
 * The elements of an iterable, in its order.
 *
 * An iterable that can be read only once, such as a generator object, serves one epoch; pass a function for
 * more. A resume reads the elements before its place again and drops them.
 *
 * @param source - Gives the same elements every time, if a pass is to be resumed.
 * @returns A streamed dataset.
 * @throws {ValueError} DATA_ITERABLE; while iterating {ValueError} DATA_EMPTY, {StateError} DATA_CONSUMED or
 * DATA_SOURCE_SHORT, {IoError} DATA_SOURCE.
 * @example
 * import { fromIterable } from '@isograd/data';
 * const squares = fromIterable(function* () {
 *   for (let root = 0; root < 100; root++) yield root * root;
 * });
 */
export function fromIterable<T>(source: IterableSource<T>): Dataset<T> {
  if (typeof source !== 'function' && !isIterable<T>(source)) throw notIterable(source);
  const size = Array.isArray(source) ? source.length : null;
  if (size === 0) throw emptyData('fromIterable');
  let consumed = false;

  function start(): Iterator<T> | AsyncIterator<T> {
    const iterable: unknown = typeof source === 'function' ? source() : source;
    if (!isIterable<T>(iterable)) throw notIterable(iterable);
    const iterator = Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
    const single: unknown = iterator;
    if (typeof source !== 'function' && single === source) {
      if (consumed) throw alreadyConsumed();
      consumed = true;
    }
    return iterator;
  }

  return createDataset({
    name: `fromIterable(${size ?? ''})`,
    size,
    open: (_epoch, state) => iterableCursor(start, countState(state, size ?? undefined)),
  });
}

function iterableCursor<T>(start: () => Iterator<T> | AsyncIterator<T>, from: number): Cursor<T> {
  let position = from;
  let iterator: Iterator<T> | AsyncIterator<T> | undefined;
  let reading = false;
  let finished = false;

  async function read(index: number): Promise<IteratorResult<T, unknown>> {
    reading = true;
    try {
      iterator ??= start();
      const step = await iterator.next();
      if (step.done) finished = true;
      return step;
    } catch (cause) {
      finished = true;
      throw cause instanceof IsogradError ? cause : sourceFailed(index, cause);
    } finally {
      reading = false;
    }
  }

  async function skipBefore(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const step = await read(index);
      if (step.done) throw sourceTooShort(index, count);
      if (finished) return;
    }
  }

  return {
    async next() {
      if (finished) return end;
      if (iterator === undefined) await skipBefore(position);
      if (finished) return end;
      const step = await read(position);
      if (step.done) {
        if (position === 0) throw emptyData('fromIterable');
        return end;
      }
      position++;
      return { done: false, value: step.value };
    },
    state: () => position,
    async close() {
      if (finished) return;
      finished = true;
      const returned = (async () => iterator?.return?.())();
      if (reading) void returned.catch(() => undefined);
      else await returned;
    },
  };
}

function isIterable<T>(value: unknown): value is Iterable<T> | AsyncIterable<T> {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
