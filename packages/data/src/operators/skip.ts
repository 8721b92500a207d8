/** `skip`: all but the first elements of an epoch. */
import { checkCount } from '../check-count.js';
import { end, indexed, isIndexed, type Pipeline } from '../pipeline.js';
import { stream } from '../stream.js';

/** Starts behind the first `count` elements; a streamed input reads them and drops them. */
export function skip<T>(upstream: Pipeline<T>, count: number): Pipeline<T> {
  checkCount('skip', 'count', count, 0);
  const name = `${upstream.name}.skip(${count})`;
  if (isIndexed(upstream)) {
    return indexed({
      name,
      size: Math.max(upstream.size - count, 0),
      view: (epoch) => {
        const elementAt = upstream.view(epoch);
        return (index) => elementAt(index + count);
      },
    });
  }
  return stream<T, T>(upstream, {
    name,
    size: upstream.size === null ? null : Math.max(upstream.size - count, 0),
    async next(reader) {
      while (reader.index < count) if ((await reader.read()).done) return end;
      return reader.read();
    },
  });
}
