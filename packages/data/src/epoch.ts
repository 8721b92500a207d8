/** Which pass over the data this is, and the random key that belongs to it. */
import { foldInData, type HostKey } from '@isograd/core';

/**
 * How often the data has started over: the epoch of the iteration and then, inside `repeat`, the repetition
 * of each repeat, outermost first.
 */
export type Epoch = readonly number[];

/** Where an element stands in the input of an operator. */
export interface Place {
  /** Position of the element within its epoch. */
  readonly index: number;
  /** The epoch, with the repetitions of the repeats that enclose the operator. */
  readonly epoch: Epoch;
}

/** The key of one epoch: `foldInData(key, epoch)` for each number of it. */
export function epochKey(key: HostKey, epoch: Epoch): HostKey {
  return epoch.reduce(foldInData, key);
}

/** Numbers up to 2^24 can be folded into a key at once. */
const foldLimit = 2 ** 24;

/**
 * The key of one element in one epoch: random augmentation that a resumed run repeats exactly.
 *
 * @param key - Key of the augmentation.
 * @param place - What `map` hands to its function beside the element.
 * @returns A key of its own for every element and epoch.
 * @example
 * import { keyData, permuteIndices } from '@isograd/core';
 * import { fromArrays, placeKey } from '@isograd/data';
 * const key = keyData(7);
 * const orders = fromArrays({ x: [1, 2] }).map((_, place) => permuteIndices(placeKey(key, place), 4));
 */
export function placeKey(key: HostKey, place: Place): HostKey {
  const high = Math.floor(place.index / foldLimit);
  return foldInData(foldInData(epochKey(key, place.epoch), high), place.index % foldLimit);
}
