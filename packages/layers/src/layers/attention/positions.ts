/** Where in a sequence the steps of a tensor are, for layers that depend on positions. */
import type { PartialShape } from '@isograd/core';
import { add, range, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { positionsDType, positionsShape } from './attention-messages.js';

/**
 * Refuses a second input that is neither the first position nor that of every step.
 *
 * @param where - Who asks, for messages.
 * @param time - Number of steps.
 * @param given - Shape of the second input; undefined where there is none.
 * @throws {ShapeError} POSITIONS_SHAPE
 */
export function checkPositions(where: string, time: number | null, given: PartialShape | undefined): void {
  if (given === undefined || given.length === 0) return;
  const steps = given[1] ?? null;
  if (given.length === 2 && (steps === null || time === null || steps === time)) return;
  throw positionsShape(where, given, `[], or [batch, ${time ?? 'time'}]`);
}

/**
 * The position of each step: 0, 1, 2 and so on, from the first on that is given, or all as they are given.
 *
 * @param given - int32 `[]`, or int32 `[batch, time]` of which the batch may be 1. Default: 0.
 * @returns int32 `[1, time]` or `[batch, time]`
 * @throws {DTypeError} POSITIONS_DTYPE
 */
export function positionsOf(where: string, time: number, given: Tensor | undefined): Tensor {
  if (given !== undefined && given.dtype !== 'int32') throw positionsDType(where, given.dtype);
  if (given?.rank === 2) return given;
  const steps = range(0, time, 1, 'int32');
  return reshape(given === undefined ? steps : add(steps, given), [1, time]);
}
