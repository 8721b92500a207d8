/** Rows that belong together: what the reductions of segments share. */
import { equal, gather, maximum, minimum, scalar, type Tensor } from '@tensorflow/tfjs-core';
import { opInputDType, opInputShape, opOption } from '../messages.js';
import { formatShape } from '../shape.js';

/** Which segment each row belongs to. */
export interface Segments {
  /** int32 `[rows]`, in any order; rows whose id is negative or not below `numSegments` are left out. */
  readonly segmentIds: Tensor;
  /** Number of segments, which the shape of the result needs; at least 1. */
  readonly numSegments: number;
}

/**
 * Refuses ids that do not fit the rows.
 *
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE @throws {ValueError} OP_OPTION
 */
export function checkSegments(where: string, data: Tensor, { segmentIds, numSegments }: Segments): void {
  if (!(Number.isInteger(numSegments) && numSegments > 0)) {
    throw opOption(where, 'numSegments', numSegments, 'a positive integer');
  }
  if (segmentIds.dtype !== 'int32') throw opInputDType(where, 'segmentIds', segmentIds.dtype, 'int32');
  if (data.rank >= 1 && segmentIds.rank === 1 && segmentIds.shape[0] === data.shape[0]) return;
  throw opInputShape(
    where,
    'segmentIds must have one id for each row of data.',
    segmentIds.shape,
    `${formatShape(data.shape.slice(0, 1))} for data ${formatShape(data.shape)}`,
    'give each entry of the first axis the number of its segment.',
  );
}

/** The shape of a number for each row or segment that broadcasts against `data`. */
export function columnShape(data: Tensor, rows: number): number[] {
  return [rows, ...data.shape.slice(1).map(() => 1)];
}

/** The ids, with the nearest segment for rows that are left out: safe to gather with. */
function nearestSegments({ segmentIds, numSegments }: Segments): Tensor {
  return minimum(maximum(segmentIds, scalar(0, 'int32')), scalar(numSegments - 1, 'int32'));
}

/** Whether each row belongs to a segment; bool `[rows]`. */
export function isInSegment(segments: Segments): Tensor {
  return equal(segments.segmentIds, nearestSegments(segments));
}

/** What belongs to each row's segment, from one entry a segment. */
export function spreadToRows(perSegment: Tensor, segments: Segments): Tensor {
  return gather(perSegment, nearestSegments(segments));
}
