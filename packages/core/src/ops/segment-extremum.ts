/** Largest and smallest elements of segments. */
import {
  cast,
  customGrad,
  div,
  equal,
  logicalAnd,
  maximum,
  minimum,
  mul,
  reshape,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { scanSegments } from './segment-scan.js';
import { sumSegments } from './segment-sum.js';
import { checkSegments, columnShape, isInSegment, type Segments, spreadToRows } from './segments.js';

/**
 * The largest element of each segment, feature by feature; -Infinity for a segment without rows. Rows that are
 * equally large share the gradient.
 *
 * @param data - float32 `[rows, ...]`
 * @param segments - Ids need not be sorted.
 * @returns float32 `[numSegments, ...]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 * @example
 * import { segmentMax } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const segmentIds = tf.tensor1d([0, 2, 0], 'int32');
 * segmentMax(tf.tensor1d([1, 2, 3]), { segmentIds, numSegments: 3 }).print(); // [3, -Infinity, 2]
 */
export function segmentMax(data: Tensor, segments: Segments): Tensor {
  checkSegments('segmentMax', data, segments);
  return extremum(data, segments, maximum, Number.NEGATIVE_INFINITY);
}

/**
 * The smallest element of each segment, feature by feature; Infinity for a segment without rows. Rows that are
 * equally small share the gradient.
 *
 * @param data - float32 `[rows, ...]`
 * @param segments - Ids need not be sorted.
 * @returns float32 `[numSegments, ...]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 * @example
 * import { segmentMin } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const segmentIds = tf.tensor1d([0, 2, 0], 'int32');
 * segmentMin(tf.tensor1d([1, 2, 3]), { segmentIds, numSegments: 3 }).print(); // [1, Infinity, 2]
 */
export function segmentMin(data: Tensor, segments: Segments): Tensor {
  checkSegments('segmentMin', data, segments);
  return extremum(data, segments, minimum, Number.POSITIVE_INFINITY);
}

/** The gradient needs only which rows hold the extremum; the steps of the scan stay off the tape. */
function extremum(
  data: Tensor,
  { segmentIds, numSegments }: Segments,
  combine: (a: Tensor, b: Tensor) => Tensor,
  identity: number,
): Tensor {
  const op = customGrad((x, save) => {
    const rows = x as Tensor;
    const value = scanSegments(rows, { segmentIds, numSegments }, combine, identity);
    (save as (tensors: Tensor[]) => void)([rows, value, segmentIds]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [savedRows, extrema, ids] = saved as [Tensor, Tensor, Tensor];
        return gradientOfExtremum(dy, savedRows, extrema, { segmentIds: ids, numSegments });
      },
    };
  });
  return tidy(() => op(data));
}

function gradientOfExtremum(dy: Tensor, data: Tensor, extrema: Tensor, segments: Segments): Tensor {
  const isInside = reshape(isInSegment(segments), columnShape(data, data.shape[0] ?? 0));
  const holds = cast(logicalAnd(equal(data, spreadToRows(extrema, segments)), isInside), 'float32'); // [rows, ...]
  const holders = maximum(sumSegments(holds, segments), 1); // [segments, ...]
  return mul(spreadToRows(div(dy, holders), segments), holds);
}
