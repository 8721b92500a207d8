/** Coin flips. */
import { less, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { badArgument } from '../messages.js';
import type { Shape } from '../shape.js';
import type { RandomKey } from './key.js';
import { uniform } from './uniform.js';

/**
 * True with a given probability.
 *
 * @param key - int32 `[4]`
 * @param shape - Shape of the result.
 * @param probability - Chance of true, from 0 to 1. Default: 0.5.
 * @returns bool of `shape`; bit-identical on every backend.
 * @throws {ValueError} RANDOM_ARGUMENT @throws {ShapeError} RANDOM_KEY
 */
export function bernoulli(key: RandomKey, shape: Shape, probability = 0.5): Tensor {
  if (!(probability >= 0 && probability <= 1)) {
    throw badArgument(
      'random.bernoulli',
      'a probability lies between 0 and 1.',
      probability,
      'a number from 0 to 1',
      'pass the chance of true as a fraction, 0.3 for 30 %.',
    );
  }
  return tidy(() => less(uniform(key, shape), Math.fround(probability)));
}
