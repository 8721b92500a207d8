/** Products of segments. */
import { mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { scanSegments } from './segment-scan.js';
import { checkSegments, type Segments } from './segments.js';

/**
 * The product of each segment's rows, feature by feature; 1 for a segment without rows. The gradient is right
 * where rows are zero, too.
 *
 * @param data - float32 `[rows, ...]`
 * @param segments - Ids need not be sorted.
 * @returns float32 `[numSegments, ...]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 * @example
 * import { segmentProd } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const segmentIds = tf.tensor1d([0, 2, 0], 'int32');
 * segmentProd(tf.tensor1d([1, 2, 3]), { segmentIds, numSegments: 3 }).print(); // [3, 1, 2]
 */
export function segmentProd(data: Tensor, segments: Segments): Tensor {
  checkSegments('segmentProd', data, segments);
  return tidy(() => scanSegments(data, segments, mul, 1));
}
