/** Numbers for tests: from a seed, the same on every runtime. */
import { fillRandomBits, keyData } from '@isograd/core';

/**
 * `count` numbers spread uniformly over [from, to), multiples of 2^-16 so that float32 holds them, and their
 * sums with a finite-difference step, exactly.
 *
 * @param seed - Any non-negative integer.
 * @param count - How many.
 * @param range - Default: [-1, 1).
 */
export function seededValues(seed: number, count: number, range: readonly [number, number] = [-1, 1]): Float32Array {
  const [from, to] = range;
  const bits = new Int32Array(count);
  fillRandomBits(keyData(seed), bits, { bits: 24, domain: 0 });
  return Float32Array.from(bits, (word) => Math.round((from + (to - from) * (word / 2 ** 24)) * 2 ** 16) / 2 ** 16);
}
