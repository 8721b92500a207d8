/** `map`: a function of every element. */
import { checkCount } from '../check-count.js';
import type { Place } from '../epoch.js';
import { callbackFailed } from '../messages.js';
import { end, indexed, isIndexed, type Pipeline } from '../pipeline.js';
import { readAhead } from '../read-ahead.js';
import { stream } from '../stream.js';

/** Options of `map`. */
export interface MapOptions {
  /** How many elements may be at work at once; above 1 they are read ahead. Default: 1. */
  readonly concurrency?: number;
}

/** Applies `fn` to every element, in order; indexed stays indexed when `concurrency` is 1. */
export function map<T, U>(
  upstream: Pipeline<T>,
  fn: (element: T, place: Place) => U | Promise<U>,
  options: MapOptions,
): Pipeline<U> {
  const { concurrency = 1 } = options;
  checkCount('map', 'concurrency', concurrency, 1);
  const name = `${upstream.name}.map`;
  const { size } = upstream;
  if (concurrency === 1 && isIndexed(upstream)) {
    return indexed({
      name,
      size: upstream.size,
      view: (epoch) => {
        const elementAt = upstream.view(epoch);
        return async (index) => apply(fn, await elementAt(index), { index, epoch });
      },
    });
  }
  const placed = stream<T, { readonly element: T; readonly place: Place }>(upstream, {
    name,
    size,
    async next(reader) {
      const place = { index: reader.index, epoch: reader.epoch };
      const step = await reader.read();
      return step.done ? end : { done: false, value: { element: step.value, place } };
    },
  });
  return {
    name,
    size,
    open(epoch, state) {
      const input = placed.open(epoch, state);
      if (concurrency > 1) return readAhead(input, concurrency, ({ element, place }) => apply(fn, element, place));
      return {
        ...input,
        async next() {
          const step = await input.next();
          return step.done ? end : { done: false, value: await apply(fn, step.value.element, step.value.place) };
        },
      };
    },
  };
}

async function apply<T, U>(fn: (element: T, place: Place) => U | Promise<U>, element: T, place: Place): Promise<U> {
  try {
    return await fn(element, place);
  } catch (cause) {
    throw callbackFailed('map', place.index, cause);
  }
}
