/** Random numbers on the host, from the same generator: for shuffling, splitting data and naming streams. */
import { badFoldData, badKeySeed } from '../messages.js';
import { fillRandomBits, randomDomain } from './random-bits.js';

/** A key on the host: four 16-bit words, as in the tensor form. */
export type HostKey = Int32Array;

/**
 * The host form of `random.key(seed)`.
 *
 * @param seed - An integer from 0 to 2^53 - 1.
 * @throws {ValueError} RANDOM_SEED
 */
export function keyData(seed: number): HostKey {
  if (!Number.isSafeInteger(seed) || seed < 0) throw badKeySeed(seed);
  const high = Math.floor(seed / 2 ** 32);
  return Int32Array.of(seed & 0xffff, (seed >>> 16) & 0xffff, high & 0xffff, high >>> 16);
}

/**
 * The host form of `random.foldIn`.
 *
 * @param key - Four 16-bit words.
 * @param data - An integer from 0 to 2^24 - 1.
 * @throws {ValueError} RANDOM_FOLD
 */
export function foldInData(key: HostKey, data: number): HostKey {
  if (!Number.isInteger(data) || data < 0 || data >= 2 ** 24) throw badFoldData(data);
  const folded = new Int32Array(4);
  fillRandomBits(key, folded, { bits: 16, domain: randomDomain.fold, data });
  return folded;
}

/**
 * A random order of `0 … count - 1`, the same on every runtime.
 *
 * Fisher-Yates from the last element down; the draw below `n` uses 48 bits, whose bias is at most n / 2^48.
 *
 * @param key - Four 16-bit words.
 * @param count - Number of indices.
 */
export function permuteIndices(key: HostKey, count: number): Int32Array {
  const indices = Int32Array.from({ length: count }, (_, index) => index);
  const bits = new Int32Array(2 * count);
  fillRandomBits(key, bits, { bits: 24, domain: randomDomain.draw });
  for (let last = count - 1; last > 0; last--) {
    const fraction = ((bits[2 * last] as number) + (bits[2 * last + 1] as number) / 2 ** 24) / 2 ** 24;
    const other = Math.floor(fraction * (last + 1));
    const moved = indices[last] as number;
    indices[last] = indices[other] as number;
    indices[other] = moved;
  }
  return indices;
}
