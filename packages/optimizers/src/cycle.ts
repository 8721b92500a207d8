/** Counters that start again, for what happens once in so many steps. */
import { equal, scalar, type Tensor, where } from '@tensorflow/tfjs-core';
import { nextCount, zeroCount } from './step-count.js';

/** Where a counter stands after a step. */
export interface CyclePosition {
  /** bool scalar: whether the step was the last of a cycle. */
  readonly isLast: Tensor;
  /** int32 scalar: steps of the cycle that are over, 0 after its last. */
  readonly position: Tensor;
}

/**
 * One step of a cycle.
 *
 * @param position - int32 scalar; a new counter is `zeroCount()`.
 * @param length - Steps in a cycle, at least 1.
 */
export function advanceCycle(position: Tensor, length: number): CyclePosition {
  const count = nextCount(position);
  const isLast = equal(count, scalar(length, 'int32'));
  return { isLast, position: where(isLast, zeroCount(), count) };
}
