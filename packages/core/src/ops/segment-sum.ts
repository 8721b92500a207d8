/** Sums and means of segments. */
import {
  div,
  fill,
  maximum,
  reshape,
  type Tensor,
  type Tensor1D,
  tidy,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { checkSegments, columnShape, type Segments } from './segments.js';

/**
 * The sum of each segment's rows; 0 for a segment without rows.
 *
 * @param data - float32 `[rows, ...]`
 * @param segments - Ids need not be sorted.
 * @returns float32 `[numSegments, ...]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 * @example
 * import { segmentSum } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const segmentIds = tf.tensor1d([0, 2, 0], 'int32');
 * segmentSum(tf.tensor1d([1, 2, 3]), { segmentIds, numSegments: 3 }).print(); // [4, 0, 2]
 */
export function segmentSum(data: Tensor, segments: Segments): Tensor {
  checkSegments('segmentSum', data, segments);
  return sumSegments(data, segments);
}

/**
 * The mean of each segment's rows; 0 for a segment without rows.
 *
 * @param data - float32 `[rows, ...]`
 * @param segments - Ids need not be sorted.
 * @returns float32 `[numSegments, ...]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 * @example
 * import { segmentMean } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const segmentIds = tf.tensor1d([0, 2, 0], 'int32');
 * segmentMean(tf.tensor1d([1, 2, 3]), { segmentIds, numSegments: 3 }).print(); // [2, 0, 2]
 */
export function segmentMean(data: Tensor, segments: Segments): Tensor {
  checkSegments('segmentMean', data, segments);
  return tidy(() => {
    const rows = sumSegments(fill([data.shape[0] ?? 0], 1), segments); // [segments]
    return div(sumSegments(data, segments), reshape(maximum(rows, 1), columnShape(data, segments.numSegments)));
  });
}

/** `segmentSum` of what has been checked. */
export function sumSegments(data: Tensor, { segmentIds, numSegments }: Segments): Tensor {
  return unsortedSegmentSum(data, segmentIds as Tensor1D, numSegments);
}
