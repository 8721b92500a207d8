/** Takes the input of a layer that has exactly one. */
import { wrongInputCount } from './messages.js';
import type { NonEmpty } from './tensor-list.js';

/**
 * The only element of a list.
 *
 * @param where - Label of the layer.
 * @param inputs - Tensors or shapes.
 * @throws {ShapeError} INPUT_COUNT when there are several.
 */
export function onlyInput<T>(where: string, inputs: NonEmpty<T>): T {
  if (inputs.length !== 1) throw wrongInputCount(where, inputs.length, 1);
  return inputs[0];
}
