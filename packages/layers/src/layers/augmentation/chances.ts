/** Whether something happens to an image, by a probability that is itself drawn. */
import { random, type RandomKey } from '@isograd/core';
import { less, type Tensor } from '@tensorflow/tfjs-core';
import { drawForEach, type Range } from './factor.js';

/**
 * A coin for each image, whose probability is uniform in a range.
 *
 * @returns bool `[batch, 1, 1, 1]`
 */
export function chanceForEach(key: RandomKey, batch: number, range: Range): Tensor {
  const [probabilityKey, coinKey] = random.split(key, 2) as [RandomKey, RandomKey];
  return less(drawForEach(coinKey, batch, [0, 1]), drawForEach(probabilityKey, batch, range));
}
