/** `take`: the first elements of an epoch. */
import { checkCount } from '../check-count.js';
import { end, indexed, isIndexed, type Pipeline } from '../pipeline.js';
import { stream } from '../stream.js';

/** Ends after `count` elements, or earlier when there are fewer. */
export function take<T>(upstream: Pipeline<T>, count: number): Pipeline<T> {
  checkCount('take', 'count', count, 0);
  const name = `${upstream.name}.take(${count})`;
  if (isIndexed(upstream)) return indexed({ name, size: Math.min(count, upstream.size), view: upstream.view });
  return stream<T, T>(upstream, {
    name,
    size: upstream.size === null ? null : Math.min(count, upstream.size),
    next: async (reader) => (reader.index < count ? reader.read() : end),
  });
}
