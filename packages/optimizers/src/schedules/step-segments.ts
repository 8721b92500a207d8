/** Segments of any lengths, and tables of what is true of each. */
import { cast, gather, greaterEqual, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';

/**
 * The segment that a step, or another number, belongs to.
 *
 * @param x - Scalar.
 * @param starts - Where each segment but the first starts, ascending; at least one. In the dtype of `x`.
 * @returns int32 scalar: how many of `starts` are reached.
 */
export function segmentOf(x: Tensor, starts: readonly number[]): Tensor {
  return sum(cast(greaterEqual(x, tensor1d([...starts], x.dtype)), 'int32'));
}

/**
 * What a table says of a segment.
 *
 * @param table - One number for each segment.
 * @param segment - int32 scalar.
 * @param dtype - Of the result, a scalar. Default: float32.
 */
export function entryOf(table: readonly number[], segment: Tensor, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return gather(tensor1d([...table], dtype), segment);
}
