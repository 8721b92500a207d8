/** Gradients of kernels that copy pixels to other places. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Adds the gradient of each pixel of the result to the pixel that it is a copy of.
 *
 * Which one that is, the kernel itself says: it is run on an image of numbers from 1 on, one a pixel, where 0 is what
 * is filled in. Numbers are exact in float32, so an image may have 2^24 pixels.
 *
 * @param dy - float32 `[results, newHeight, newWidth, channels]`
 * @param imageShape - `[batch, height, width, channels]`
 * @param imageOf - int32 `[results, 1]`: the image that each result is made of.
 * @param pick - The kernel, with 0 for pixels from outside of the image; takes `[batch, height, width, 1]`.
 */
export function returnPixels(
  dy: tf.Tensor,
  imageShape: readonly number[],
  imageOf: tf.Tensor,
  pick: (image: tf.Tensor4D) => tf.Tensor,
): tf.Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = imageShape;
  const [results = 0, newHeight = 0, newWidth = 0] = dy.shape;
  const pixels = height * width;
  if (dy.size === 0 || pixels * batch === 0) return tf.zeros([...imageShape]);
  const numbers = tf.reshape(tf.range(1, pixels + 1), [1, height, width, 1]);
  const picked = tf.reshape(pick(tf.tile(numbers, [batch, 1, 1, 1]) as tf.Tensor4D), [results, newHeight * newWidth]);
  const inBatch = tf.add(tf.sub(tf.cast(picked, 'int32'), scalarOf(1)), tf.mul(imageOf, scalarOf(pixels)));
  const isInside = tf.greater(picked, 0);
  const ids = tf.where(isInside, inBatch, tf.fill(picked.shape, -1, 'int32')); // a sum leaves out negative ids
  const rows = tf.reshape(dy, [results * newHeight * newWidth, channels]);
  const sums = tf.unsortedSegmentSum(rows, tf.reshape(ids, [rows.shape[0] ?? 0]), batch * pixels);
  return tf.reshape(sums, [...imageShape]);
}

const scalarOf = (value: number): tf.Tensor => tf.scalar(value, 'int32');
