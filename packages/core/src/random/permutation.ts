/** Random orders, on the device. */
import { type Tensor1D, tidy, topk } from '@tensorflow/tfjs-core';
import { badArgument } from '../messages.js';
import { checkKey, type RandomKey } from './key.js';
import { randomBits, randomDomain } from './random-bits.js';

/** Above this, ties among 24-bit draws would bias the order. */
const largestCount = 2 ** 20;

/**
 * A random order of `0 … count - 1`: the order that sorts as many random numbers.
 *
 * Shuffling data on the host is `permuteIndices`, which needs no device.
 *
 * @param key - int32 `[4]`
 * @param count - Number of indices, from 1 to 2^20 (two equal 24-bit draws keep their order).
 * @returns int32 `[count]`, the same on every backend.
 * @throws {ShapeError} RANDOM_KEY @throws {ValueError} RANDOM_ARGUMENT
 */
export function permutation(key: RandomKey, count: number): Tensor1D {
  checkKey('random.permutation', key);
  if (!Number.isInteger(count) || count < 1 || count > largestCount) {
    throw badArgument(
      'random.permutation',
      'an order on the device has from 1 to 2^20 indices.',
      count,
      'an integer from 1 to 1048576',
      'use permuteIndices for longer orders; it runs on the host.',
    );
  }
  return tidy(() => {
    const bits = randomBits({ key }, { shape: [count], bits: 24, domain: randomDomain.draw });
    return topk(bits, count, true).indices as Tensor1D;
  });
}
