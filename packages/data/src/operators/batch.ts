/** `batch`: stacks elements along a new first axis. */
import { checkCount } from '../check-count.js';
import { batchesNothing } from '../messages.js';
import { end, indexed, isIndexed, type Pipeline } from '../pipeline.js';
import { type Batched, stack } from '../stack.js';
import { stream } from '../stream.js';

/** Options of `batch`. */
export interface BatchOptions {
  /** Whether a last batch of fewer elements is left out. Default: false. */
  readonly dropRemainder?: boolean;
}

/** Stacks every `batchSize` elements into one. */
export function batch<T>(upstream: Pipeline<T>, batchSize: number, options: BatchOptions): Pipeline<Batched<T>> {
  const { dropRemainder = false } = options;
  checkCount('batch', 'batchSize', batchSize, 1);
  const name = `${upstream.name}.batch(${batchSize}${dropRemainder ? ', dropRemainder' : ''})`;
  if (dropRemainder && upstream.size !== null && upstream.size < batchSize) {
    throw batchesNothing(upstream.size, batchSize);
  }
  const batches = (size: number): number =>
    dropRemainder ? Math.floor(size / batchSize) : Math.ceil(size / batchSize);
  if (isIndexed(upstream)) {
    return indexed({
      name,
      size: batches(upstream.size),
      view: (epoch) => {
        const elementAt = upstream.view(epoch);
        return async (index) => {
          const first = index * batchSize;
          const behind = Math.min(first + batchSize, upstream.size);
          const elements: T[] = [];
          for (let element = first; element < behind; element++) elements.push(await elementAt(element));
          return stack(elements, first);
        };
      },
    });
  }
  return stream<T, Batched<T>>(upstream, {
    name,
    size: upstream.size === null ? null : batches(upstream.size),
    async next(reader) {
      const first = reader.index;
      const elements: T[] = [];
      while (elements.length < batchSize) {
        const step = await reader.read();
        if (step.done) break;
        elements.push(step.value);
      }
      const complete = elements.length === batchSize || (elements.length > 0 && !dropRemainder);
      return complete ? { done: false, value: stack(elements, first) } : end;
    },
  });
}
