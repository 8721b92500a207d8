/** `filter`: the elements that pass a test. */
import type { Place } from '../epoch.js';
import { callbackFailed } from '../messages.js';
import { end, type Pipeline } from '../pipeline.js';
import { stream } from '../stream.js';

/** Keeps the elements for which `keep` is true; the result is streamed and its size unknown. */
export function filter<T>(
  upstream: Pipeline<T>,
  keep: (element: T, place: Place) => boolean | Promise<boolean>,
): Pipeline<T> {
  return stream<T, T>(upstream, {
    name: `${upstream.name}.filter`,
    size: null,
    async next(reader) {
      for (;;) {
        const { index, epoch } = reader;
        const step = await reader.read();
        if (step.done) return end;
        try {
          if (await keep(step.value, { index, epoch })) return step;
        } catch (cause) {
          throw callbackFailed('filter', index, cause);
        }
      }
    },
  });
}
