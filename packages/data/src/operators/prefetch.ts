/** `prefetch`: prepares elements while the consumer works. */
import { checkCount } from '../check-count.js';
import type { Pipeline } from '../pipeline.js';
import { readAhead } from '../read-ahead.js';

/** Keeps up to `bufferSize` elements ready. It changes no place: a state fits with or without it. */
export function prefetch<T>(upstream: Pipeline<T>, bufferSize: number): Pipeline<T> {
  checkCount('prefetch', 'bufferSize', bufferSize, 1);
  return {
    name: upstream.name,
    size: upstream.size,
    open: (epoch, state) => readAhead(upstream.open(epoch, state), bufferSize, (element) => element),
  };
}
