/** On the host what `encodeNumbers` does on the device: numbers into rows. */
import { NdArray, type Shape, sizeOf } from '@isograd/core';
import { encodedShape, type OutputMode } from './output-mode.js';

/**
 * What numbers are turned into. Numbers outside of [0, depth) count for nothing.
 *
 * @param where - Label of the transformer.
 * @param numbers - In row-major order.
 * @param shape - `[..., tokens]`
 * @param how - Mode, places of a row, and for `tfIdf` how rare the token of each place is.
 * @returns int32 for `int`, else float32.
 */
export function encodeRows(
  where: string,
  numbers: Int32Array,
  shape: Shape,
  how: { readonly mode: OutputMode; readonly depth: number; readonly idfWeights?: readonly number[] | undefined },
): NdArray {
  const { mode, depth, idfWeights } = how;
  if (mode === 'int') return new NdArray(numbers, shape);
  const batched = shape.length === 0 ? [1] : shape; // one text is a row of one token
  const isOne = batched.length === 1 && mode !== 'oneHot';
  const rowShape = isOne ? [depth] : (encodedShape(where, batched, mode, depth) as readonly number[]);
  const length = mode === 'oneHot' ? 1 : (batched.at(-1) ?? 1);
  const rows = new Float32Array(sizeOf(rowShape));
  numbers.forEach((number, index) => {
    if (number < 0 || number >= depth) return;
    const place = Math.floor(index / length) * depth + number;
    rows[place] = mode === 'multiHot' || mode === 'oneHot' ? 1 : (rows[place] ?? 0) + 1;
  });
  if (idfWeights !== undefined) {
    for (let place = 0; place < rows.length; place++)
      rows[place] = (rows[place] ?? 0) * (idfWeights[place % depth] ?? 0);
  }
  return new NdArray(rows, rowShape);
}
