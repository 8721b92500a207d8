/** Means and variances of columns. */
import { instruction, type Place, placeWords } from './instruction.js';

/** `x` is float32 `[rows, channels]`; variances are divided by the number of rows. NaN where there are none. */
export interface Moments {
  readonly rows: number;
  readonly channels: number;
  readonly x: Place;
  readonly mean: Place;
  readonly variance: Place;
}

/** The words of moments. */
export function momentsWords({ rows, channels, x, mean, variance }: Moments): number[] {
  return instruction('moments', [rows, channels, ...[x, mean, variance].flatMap(placeWords)]);
}
