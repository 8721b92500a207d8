/** Boxes somewhere within images. */
import { random, type RandomKey } from '@isograd/core';
import { add, greaterEqual, less, logicalAnd, mul, range, reshape, sub, type Tensor } from '@tensorflow/tfjs-core';

/** Parts of the height and the width that the boxes take, float32 `[batch, 1, 1, 1]` each. */
export interface BoxShares {
  readonly ofHeight: Tensor;
  readonly ofWidth: Tensor;
}

/**
 * Boxes of given sizes, anywhere within their images with the same probability.
 *
 * @param size - Height and width of the images.
 * @returns bool `[batch, height, width, 1]`: whether the upper left corner of a pixel is in the box of its image.
 */
export function drawBoxes(
  key: RandomKey,
  { ofHeight, ofWidth }: BoxShares,
  [height, width]: readonly [height: number, width: number],
): Tensor {
  const [topKey, leftKey] = random.split(key, 2) as [RandomKey, RandomKey];
  const rows = withinSpan(topKey, mul(ofHeight, height), reshape(range(0, height), [1, height, 1, 1]));
  const columns = withinSpan(leftKey, mul(ofWidth, width), reshape(range(0, width), [1, 1, width, 1]));
  return logicalAnd(rows, columns);
}

/** Which places are in a span of the given length that starts at random. */
function withinSpan(key: RandomKey, length: Tensor, places: Tensor): Tensor {
  const room = sub(places.size, length);
  const start = mul(random.uniform(key, length.shape), room);
  return logicalAnd(greaterEqual(places, start), less(places, add(start, length)));
}
