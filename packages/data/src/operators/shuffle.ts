/** `shuffle`: a random order that depends on nothing but the key and the epoch. */
import { foldInData, type HostKey, keyData, permuteIndices } from '@isograd/core';
import { checkCount } from '../check-count.js';
import { countState, stateField } from '../cursor-state.js';
import { epochKey } from '../epoch.js';
import { badShuffleKey, shuffleNeedsBuffer } from '../messages.js';
import { type Cursor, end, indexed, isIndexed, type Pipeline } from '../pipeline.js';

/** Options of `shuffle`: a seed or a key, never both. */
export type ShuffleOptions = {
  /** Size of the blocks in which a streamed dataset is shuffled. An indexed one needs none and ignores it. */
  readonly bufferSize?: number;
} & (
  | {
      /** An integer from 0 to 2^53 - 1. */
      readonly seed: number;
      readonly key?: never;
    }
  | {
      /** Four 16-bit words, from `keyData` or `foldInData`. */
      readonly key: HostKey;
      readonly seed?: never;
    }
);

/** Puts the elements in a random order, another one in every epoch and repetition. */
export function shuffle<T>(upstream: Pipeline<T>, options: ShuffleOptions): Pipeline<T> {
  const { bufferSize } = options;
  const key = shuffleKey(options);
  if (bufferSize !== undefined) checkCount('shuffle', 'bufferSize', bufferSize, 1);
  if (isIndexed(upstream)) {
    return indexed({
      name: `${upstream.name}.shuffle(${key.join('-')})`,
      size: upstream.size,
      view: (epoch) => {
        const elementAt = upstream.view(epoch);
        const order = permuteIndices(epochKey(key, epoch), upstream.size);
        return (index) => elementAt(order[index] as number);
      },
    });
  }
  if (bufferSize === undefined) throw shuffleNeedsBuffer(upstream.name);
  return {
    name: `${upstream.name}.shuffle(${key.join('-')}, ${bufferSize})`,
    size: upstream.size,
    open: (epoch, state) => {
      const input = upstream.open(epoch, stateField(state, 'upstream'));
      const block = countState(stateField(state, 'block'));
      const drawn = countState(stateField(state, 'drawn'), bufferSize);
      return blocks(input, { key: epochKey(key, epoch), bufferSize, block, drawn });
    },
  };
}

/**
 * Reads `bufferSize` elements, gives them in a random order, reads the next. The place is that of the input
 * before the block and the number of elements given from it, so that a resume reads one block again. (A buffer
 * that replaces each element as it goes mixes further, but only the buffer itself could restore it.)
 */
function blocks<T>(
  input: Cursor<T>,
  start: { readonly key: HostKey; readonly bufferSize: number; readonly block: number; readonly drawn: number },
): Cursor<T> {
  const { key, bufferSize } = start;
  let { block, drawn } = start;
  let before = input.state();
  let buffer: T[] | undefined;
  let order: Int32Array = new Int32Array(0);

  async function fill(): Promise<T[]> {
    const elements: T[] = [];
    while (elements.length < bufferSize) {
      const step = await input.next();
      if (step.done) break;
      elements.push(step.value);
    }
    order = permuteIndices(foldInData(key, block), elements.length);
    return elements;
  }

  return {
    async next() {
      buffer ??= await fill();
      if (drawn >= buffer.length && drawn > 0) {
        before = input.state();
        block++;
        drawn = 0;
        buffer = await fill();
      }
      if (buffer.length === 0) return end;
      const value = buffer[order[drawn] as number] as T;
      drawn++;
      return { done: false, value };
    },
    state: () => ({ block, drawn, upstream: before }),
    close: () => {
      buffer = [];
      return input.close();
    },
  };
}

function shuffleKey({ seed, key }: ShuffleOptions): HostKey {
  if (seed === undefined) {
    if (!(key instanceof Int32Array) || key.length !== 4) throw badShuffleKey(key);
    return key.slice();
  }
  if (key !== undefined) throw badShuffleKey('both a seed and a key');
  return keyData(seed);
}
