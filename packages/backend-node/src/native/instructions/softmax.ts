/** Softmax and its logarithm, row by row. */
import { instruction, type Place, placeWords } from './instruction.js';

/** `out = e^(x - m) / Σ e^(x - m)` or `x - m - ln Σ e^(x - m)`, m the maximum of a row; both are float32 `[rows, length]`. */
export interface Softmax {
  readonly isLogarithm: boolean;
  readonly rows: number;
  readonly length: number;
  readonly x: Place;
  readonly out: Place;
}

/** The words of a softmax. */
export function softmaxWords({ isLogarithm, rows, length, x, out }: Softmax): number[] {
  return instruction('softmax', [Number(isLogarithm), rows, length, ...[x, out].flatMap(placeWords)]);
}
