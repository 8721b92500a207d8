/** The iterator that a program holds: it puts calls in order and remembers the place, the end and a failure. */
import type { DatasetIterator, DatasetState, IterateOptions } from './dataset.js';
import { badEpoch, badState, epochsDiffer, pipelinesDiffer } from './messages.js';
import { end, type Pipeline, type Step } from './pipeline.js';

/** Opens a pass over `pipeline`. */
export function openIterator<T>(pipeline: Pipeline<T>, options: IterateOptions): DatasetIterator<T> {
  const { state } = options;
  if (state !== undefined) checkState(pipeline, state);
  const epoch = options.epoch ?? state?.epoch ?? 0;
  if (!Number.isSafeInteger(epoch) || epoch < 0 || epoch >= 2 ** 24) throw badEpoch(epoch);
  if (state !== undefined && state.epoch !== epoch) throw epochsDiffer(epoch, state.epoch);

  const cursor = pipeline.open([epoch], state?.cursor);
  let place = cursor.state();
  let finished = false;
  let failure: { readonly error: unknown } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function advance(): Promise<Step<T>> {
    if (failure !== undefined) throw failure.error;
    if (finished) return end;
    try {
      const step = await cursor.next();
      if (finished) return end;
      place = cursor.state();
      if (step.done) {
        finished = true;
        await cursor.close();
      }
      return step;
    } catch (error) {
      if (finished) return end;
      failure = { error };
      await cursor.close().catch(() => undefined);
      throw error;
    }
  }

  const iterator: DatasetIterator<T> = {
    next() {
      const step = last.then(advance);
      last = step.catch(() => undefined);
      return step;
    },
    state: () => ({ pipeline: pipeline.name, epoch, cursor: place }),
    async return() {
      if (!finished) {
        finished = true;
        await cursor.close();
      }
      return end;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

function checkState(pipeline: Pipeline<unknown>, state: unknown): asserts state is DatasetState {
  if (typeof state !== 'object' || state === null) throw badState(state);
  if (!('pipeline' in state && 'epoch' in state && 'cursor' in state)) throw badState(state);
  if (state.pipeline !== pipeline.name) throw pipelinesDiffer(state.pipeline, pipeline.name);
}
