/** `repeat`: the data over and over within one epoch. */
import { checkCount } from '../check-count.js';
import { countState, stateField } from '../cursor-state.js';
import { nothingToRepeat } from '../messages.js';
import { end, type Pipeline } from '../pipeline.js';

/** Starts over until `count` repetitions are done; each is an epoch of its own to what comes before. */
export function repeat<T>(upstream: Pipeline<T>, count: number = Number.POSITIVE_INFINITY): Pipeline<T> {
  if (count !== Number.POSITIVE_INFINITY) checkCount('repeat', 'count', count, 1);
  return {
    name: `${upstream.name}.repeat(${count === Number.POSITIVE_INFINITY ? '' : count})`,
    size: upstream.size === 0 ? 0 : upstream.size === null ? null : upstream.size * count,
    open(epoch, state) {
      let repetition = countState(stateField(state, 'repetition'), count);
      let cursor = upstream.open([...epoch, repetition], stateField(state, 'upstream'));
      let untouched = state === undefined;
      let closed = false;
      return {
        async next() {
          for (;;) {
            const step = await cursor.next();
            if (!step.done) {
              untouched = false;
              return step;
            }
            if (untouched) throw nothingToRepeat(repetition);
            if (repetition + 1 >= count) return end;
            await cursor.close();
            if (closed) return end;
            repetition++;
            cursor = upstream.open([...epoch, repetition], undefined);
            untouched = true;
          }
        },
        state: () => ({ repetition, upstream: cursor.state() }),
        async close() {
          closed = true;
          await cursor.close();
        },
      };
    },
  };
}
