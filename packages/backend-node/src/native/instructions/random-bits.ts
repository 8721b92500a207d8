/** Random integers: Threefry-2x32, as `RandomBits` of @isograd/core defines them. */
import { instruction, type Place, placeWords } from './instruction.js';

/** Element `i` is word `i % 2` of the block with the counter `[counter + floor(i / 2), data]`. */
export interface RandomBits {
  readonly size: number;
  /** Bits of each, from 1 to 32: the highest of a word. */
  readonly bits: number;
  /** First counter word, `firstCounter(domain)`. */
  readonly counter: number;
  /** int32 [4], 16 bits in each */
  readonly key: Place;
  /** int32, one number. Default: 0. */
  readonly data?: Place;
  /** int32 [size] */
  readonly out: Place;
}

/** The words of random bits. */
export function randomBitsWords({ size, bits, counter, key, data, out }: RandomBits): number[] {
  return instruction('randomBits', [size, bits, counter | 0, ...[key, data, out].flatMap(placeWords)]);
}
