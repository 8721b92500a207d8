/** Broadcasting in runs: stretches of the result along which each operand goes on by one element or stands still. */
import { broadcastIndex, type Shape, shapesMatch } from '@isograd/core';

/** How two operands run along a result. */
export interface BroadcastRuns {
  /** Elements of a run. */
  readonly length: number;
  /** By how much each operand goes on with each element: 1, or 0 where it is broadcast. */
  readonly aStep: number;
  readonly bStep: number;
  /** The element of each operand under the first element of a run, given its index in the result. */
  readonly aStart: (index: number) => number;
  readonly bStart: (index: number) => number;
}

/** One run, of tensors that are not broadcast. */
const atStart = (): number => 0;

/**
 * The longest runs of a broadcast.
 *
 * @param aShape - Shape of the first operand.
 * @param bShape - Shape of the second one.
 * @param shape - The shape to which both are broadcast; it has `size` elements.
 */
export function broadcastRuns(aShape: Shape, bShape: Shape, shape: Shape, size: number): BroadcastRuns {
  if (shapesMatch(aShape, bShape)) return { length: size, aStep: 1, bStep: 1, aStart: atStart, bStart: atStart };
  let steps: readonly [number, number] | undefined;
  let length = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const count = shape[axis] as number;
    if (count === 1) continue;
    const aStep = Number(aShape[axis + aShape.length - shape.length] === count);
    const bStep = Number(bShape[axis + bShape.length - shape.length] === count);
    steps ??= [aStep, bStep];
    if (aStep !== steps[0] || bStep !== steps[1]) break;
    length *= count;
  }
  const [aStep, bStep] = steps ?? [1, 1];
  return { length, aStep, bStep, aStart: broadcastIndex(aShape, shape), bStart: broadcastIndex(bShape, shape) };
}
