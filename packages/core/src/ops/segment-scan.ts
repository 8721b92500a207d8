/** Reduces each segment by a binary operation, in whole-tensor steps. */
import {
  cast,
  cumsum,
  equal,
  fill,
  gather,
  greater,
  minimum,
  neg,
  pad,
  reshape,
  scalar,
  slice,
  type Tensor,
  type Tensor1D,
  topk,
  unsortedSegmentSum,
  where,
} from '@tensorflow/tfjs-core';
import { isInSegment, type Segments } from './segments.js';

/**
 * Combines the rows of each segment.
 *
 * The rows are sorted by segment. Then, for steps of 1, 2, 4, …, each row takes in the row so far behind it where
 * that belongs to the same segment, after which the first row of a segment holds the whole: log2(rows) steps
 * instead of a loop over rows or a mask of segments x rows.
 *
 * @param combine - Associative and commutative.
 * @param identity - Of `combine`: the result for a segment without rows.
 * @returns `[numSegments, ...]`
 * @see Hillis and Steele: "Data parallel algorithms" (1986)
 */
export function scanSegments(
  data: Tensor,
  segments: Segments,
  combine: (a: Tensor, b: Tensor) => Tensor,
  identity: number,
): Tensor {
  const { numSegments } = segments;
  const [rows = 0] = data.shape;
  const shape = [numSegments, ...data.shape.slice(1)];
  if (data.size === 0) return fill(shape, identity);
  const outside = scalar(numSegments, 'int32');
  const kept = where(isInSegment(segments), segments.segmentIds, outside); // rows that are left out come last
  const order = topk(neg(cast(kept, 'float32')), rows).indices as Tensor1D;
  const ids = gather(kept, order) as Tensor1D;
  let combined: Tensor = gather(reshape(data, [rows, -1]), order); // [rows, features]
  for (let step = 1; step < rows; step *= 2) {
    const isSame = equal(slice(ids, step), slice(ids, 0, rows - step));
    const later = slice(combined, [step, 0]);
    const behind = where(reshape(isSame, [-1, 1]), later, fill(later.shape, identity));
    combined = combine(combined, padRows(behind, step, identity));
  }
  const counts = unsortedSegmentSum(fill([rows], 1), ids, numSegments);
  const first = minimum(cast(cumsum(counts, 0, true), 'int32'), scalar(rows - 1, 'int32')); // [segments]
  const isFilled = reshape(greater(counts, 0), [-1, 1]);
  const reduced = gather(combined, first); // [segments, features]
  return reshape(where(isFilled, reduced, fill(reduced.shape, identity)), shape);
}

function padRows(x: Tensor, count: number, value: number): Tensor {
  const amounts: [number, number][] = [
    [0, count],
    [0, 0],
  ];
  return pad(x, amounts, value);
}
