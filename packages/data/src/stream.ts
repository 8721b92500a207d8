/** The streamed operators that need to know no more than how many elements they have read. */
import { countState, stateField } from './cursor-state.js';
import type { Epoch } from './epoch.js';
import type { Pipeline, Step } from './pipeline.js';

/** The input of a streamed operator. */
export interface Reader<T> {
  /** The epoch of the pass. */
  readonly epoch: Epoch;
  /** Number of elements read so far: the index of the next one. */
  readonly index: number;
  /** Reads the next element. */
  read(): Promise<Step<T>>;
}

/**
 * A streamed operator.
 *
 * @param upstream - Its input.
 * @param parts - Name, size, and `next`: one element from as many of the input as it takes.
 */
export function stream<T, U>(
  upstream: Pipeline<T>,
  parts: { readonly name: string; readonly size: number | null; next(reader: Reader<T>): Promise<Step<U>> },
): Pipeline<U> {
  const { name, size, next } = parts;
  return {
    name,
    size,
    open(epoch, state) {
      const cursor = upstream.open(epoch, stateField(state, 'upstream'));
      let index = countState(stateField(state, 'index'));
      const reader: Reader<T> = {
        epoch,
        get index() {
          return index;
        },
        async read() {
          const step = await cursor.next();
          if (!step.done) index++;
          return step;
        },
      };
      return {
        next: () => next(reader),
        state: () => ({ index, upstream: cursor.state() }),
        close: () => cursor.close(),
      };
    },
  };
}
