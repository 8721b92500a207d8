/** Where the largest or the smallest numbers along an axis are. */
import { instruction, type Place, placeWords } from './instruction.js';

/** `x` is float32 `[blocks, length, columns]`, `out` int32 `[blocks, columns]`. */
export interface ArgExtremum {
  /** The first of several counts, and the first NaN as either. */
  readonly kind: 'largest' | 'smallest';
  readonly blocks: number;
  /** Of the axis; where it is 0, results are. */
  readonly length: number;
  readonly columns: number;
  readonly x: Place;
  readonly out: Place;
}

/** The words of a search for extrema. */
export function argExtremumWords({ kind, blocks, length, columns, x, out }: ArgExtremum): number[] {
  const sizes = [blocks, length, columns];
  return instruction('argExtremum', [Number(kind === 'smallest'), ...sizes, ...[x, out].flatMap(placeWords)]);
}
