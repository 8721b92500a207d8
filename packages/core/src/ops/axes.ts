/** Axes as options name them. */
import { opOption } from '../messages.js';

/**
 * The axes that an option means, counted from the front and in ascending order.
 *
 * @param where - Who asks, for the message.
 * @param axis - One axis or several; a negative one counts from the end.
 * @param rank - Number of axes of the tensor.
 * @throws {ValueError} OP_OPTION
 */
export function resolveAxes(where: string, axis: number | readonly number[], rank: number): number[] {
  const axes = [axis].flat().map((index) => (index < 0 ? index + rank : index));
  const isRight = axes.every((index) => Number.isInteger(index) && index >= 0 && index < rank);
  if (!isRight || axes.length === 0 || new Set(axes).size < axes.length) {
    throw opOption(where, 'axis', axis, `different axes from ${-rank} to ${rank - 1}`);
  }
  return axes.sort((a, b) => a - b);
}
