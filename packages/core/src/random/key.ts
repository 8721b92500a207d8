/** Random keys: explicit seeds that can be split, so that no draw depends on the order of other draws. */
import { scalar, type Tensor, type Tensor1D, tensor1d, unstack } from '@tensorflow/tfjs-core';
import { badArgument, badFoldData, badKey, badKeySeed } from '../messages.js';
import { keyData } from './host-random.js';
import { randomBits, randomDomain } from './random-bits.js';

/** A key: int32 `[4]`, four words of 16 bits. Use each key once: draw with it, or split it. */
export type RandomKey = Tensor1D;

/**
 * The key of a seed.
 *
 * @param seed - An integer from 0 to 2^53 - 1.
 * @returns int32 `[4]`; the caller disposes it.
 * @throws {ValueError} RANDOM_SEED
 * @example
 * import { random } from '@isograd/core';
 * const [weightsKey, noiseKey] = random.split(random.key(42), 2);
 */
export function key(seed: number): RandomKey {
  if (!Number.isSafeInteger(seed) || seed < 0) throw badKeySeed(seed);
  return tensor1d(keyData(seed), 'int32');
}

/**
 * Independent keys made from one; do not use `key` again.
 *
 * @param key - int32 `[4]`
 * @param count - How many, at least 1. Default: 2.
 * @returns `count` keys.
 * @throws {ShapeError} RANDOM_KEY @throws {ValueError} RANDOM_ARGUMENT
 */
export function split(key: RandomKey, count = 2): RandomKey[] {
  checkKey('random.split', key);
  if (!Number.isInteger(count) || count < 1) {
    throw badArgument(
      'random.split',
      'keys are split into a whole number of keys.',
      count,
      'an integer of at least 1',
      'pass how many keys are needed, or leave it out for 2.',
    );
  }
  const words = randomBits({ key }, { shape: [count, 4], bits: 16, domain: randomDomain.split }); // [count, 4]
  const keys = unstack(words) as RandomKey[];
  words.dispose();
  return keys;
}

/**
 * The key of `key` and a number: a cheap way to give each layer, step or worker its own stream.
 *
 * @param key - int32 `[4]`
 * @param data - An integer from 0 to 2^24 - 1, or an int32 scalar tensor of one.
 * @returns int32 `[4]`
 * @throws {ShapeError} RANDOM_KEY @throws {ValueError} RANDOM_FOLD
 */
export function foldIn(key: RandomKey, data: number | Tensor): RandomKey {
  checkKey('random.foldIn', key);
  const attrs = { shape: [4], bits: 16, domain: randomDomain.fold };
  if (typeof data !== 'number') {
    if (data.dtype !== 'int32' || data.size !== 1) throw badFoldData(data);
    return randomBits({ key, data }, attrs) as RandomKey;
  }
  if (!Number.isInteger(data) || data < 0 || data >= 2 ** 24) throw badFoldData(data);
  const dataTensor = scalar(data, 'int32');
  const folded = randomBits({ key, data: dataTensor }, attrs) as RandomKey;
  dataTensor.dispose();
  return folded;
}

/** Checks that a tensor can be a key. */
export function checkKey(where: string, key: Tensor): void {
  if (key?.dtype !== 'int32' || key.size !== 4 || key.rank !== 1) throw badKey(where, key);
}
