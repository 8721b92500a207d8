/** Random orders, on the device. */
import { type Tensor1D, tidy, topk } from '@tensorflow/tfjs-core';
import { checkKey, type RandomKey } from './key.js';
import { randomBits, randomDomain } from './random-bits.js';

/**
 * A random order of `0 … count - 1`: the order that sorts as many random numbers.
 *
 * Shuffling data on the host is `permuteIndices`, which needs no device.
 *
 * @param key - int32 `[4]`
 * @param count - Number of indices, at most 2^20 (two equal 24-bit draws keep their order).
 * @returns int32 `[count]`
 * @throws {ShapeError} RANDOM_KEY
 */
export function permutation(key: RandomKey, count: number): Tensor1D {
  checkKey('random.permutation', key);
  return tidy(() => {
    const bits = randomBits({ key }, { shape: [count], bits: 24, domain: randomDomain.draw });
    return topk(bits, count, true).indices as Tensor1D;
  });
}
