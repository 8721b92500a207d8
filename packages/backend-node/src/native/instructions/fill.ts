/** One value everywhere, and rows with one element switched on. */
import { type ElementBytes, instruction, type Place, placeWords } from './instruction.js';

/** One value everywhere. */
export interface Fill {
  readonly elementBytes: ElementBytes;
  readonly size: number;
  /** Its bits (`floatWord` of a float32); of a byte, the lowest of them. */
  readonly word: number;
  readonly out: Place;
}

/** `out[row, indices[row]] = on`, all else `off`; an index outside of a row switches nothing on. */
export interface OneHot {
  readonly elementBytes: ElementBytes;
  readonly rows: number;
  readonly depth: number;
  /** Bits, as those of a fill. */
  readonly on: number;
  readonly off: number;
  /** int32 [rows] */
  readonly indices: Place;
  /** [rows, depth] */
  readonly out: Place;
}

/** The words of a fill. */
export function fillWords({ elementBytes, size, word, out }: Fill): number[] {
  return instruction('fill', [elementBytes, size, word | 0, ...placeWords(out)]);
}

/** The words of rows with one element switched on. */
export function oneHotWords({ elementBytes, rows, depth, on, off, indices, out }: OneHot): number[] {
  return instruction('oneHot', [elementBytes, rows, depth, on | 0, off | 0, ...[indices, out].flatMap(placeWords)]);
}
