/** Steps in periods of the same length. */
import { add, floorDiv, mul, scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { segmentOf } from './step-segments.js';

/** Where a step stands. Both are int32 scalars. */
export interface PeriodPosition {
  /** Periods that are over. */
  readonly periods: Tensor;
  /** Steps of this period that are over, below its length. */
  readonly position: Tensor;
}

/**
 * The period that a step belongs to.
 *
 * A quotient of floats would round up to the next period just before it begins, and WebGL's quotient of integers does
 * so above 2^23, so what it leaves says whether it is one too large or too small.
 *
 * @param count - int32 scalar, at least 0.
 * @param length - Of a period, at least 1. One that no count reaches ends with the counts.
 */
export function stepPeriods(count: Tensor, length: number): PeriodPosition {
  const countable = Math.min(length, 2 ** 31 - 1);
  const steps = scalar(countable, 'int32');
  const estimate = floorDiv(count, steps);
  const left = sub(count, mul(estimate, steps));
  const correction = sub(segmentOf(left, [0, countable]), scalar(1, 'int32'));
  const periods = add(estimate, correction);
  return { periods, position: sub(count, mul(periods, steps)) };
}
