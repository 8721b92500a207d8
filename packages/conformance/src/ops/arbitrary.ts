/** Random shapes and tensors for the cases of a record, from fast-check's seeds. */
import { fillRandomBits, keyData, type Shape, sizeOf } from '@isograd/core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';

/** Range of the elements of a tensor. */
export type Range = readonly [from: number, to: number];

/** Shapes of the ranks and sides given; sides cross the widths of vector registers (4) and of tiles (16). */
export function shapes(
  options: {
    readonly minRank?: number;
    readonly maxRank?: number;
    readonly minSide?: number;
    readonly maxSide?: number;
  } = {},
): fc.Arbitrary<number[]> {
  const { minRank = 0, maxRank = 4, minSide = 1, maxSide = 7 } = options;
  return fc.array(fc.integer({ min: minSide, max: maxSide }), { minLength: minRank, maxLength: maxRank });
}

/** Seeds of `floats`, `distinctFloats` and `integers`. */
export const seeds: fc.Arbitrary<number> = fc.nat(2 ** 30);

/** float32 values spread uniformly over a range, multiples of 2^-16. Default range: [-2, 2). */
export function floats(shape: Shape, seed: number, range: Range = [-2, 2]): HostTensor {
  const [from, to] = range;
  const values = Float64Array.from(fractions(sizeOf(shape), seed), (fraction) => from + (to - from) * fraction);
  return { shape, dtype: 'float32', values: values.map((value) => Math.round(value * 2 ** 16) / 2 ** 16) };
}

/**
 * float32 values in a random order, each at least 1/32 from every other and at least 1/64 from 0: away from the
 * kinks of maxima, sorting and everything that bends at zero.
 */
export function distinctFloats(shape: Shape, seed: number): HostTensor {
  const size = sizeOf(shape);
  const order = Array.from(fractions(size, seed), (fraction, index) => ({ fraction, index }));
  order.sort((a, b) => a.fraction - b.fraction);
  const values = new Float64Array(size);
  for (const [rank, { index }] of order.entries()) values[index] = (rank - Math.floor(size / 2) + 0.5) / 32;
  return { shape, dtype: 'float32', values };
}

/** int32 values from `from` to `to - 1`. Default: from -9 to 9. */
export function integers(shape: Shape, seed: number, range: Range = [-9, 10]): HostTensor {
  const [from, to] = range;
  const values = Float64Array.from(fractions(sizeOf(shape), seed), (f) => Math.floor(from + (to - from) * f));
  return { shape, dtype: 'int32', values };
}

/** complex64 values whose parts are float32 values spread uniformly over a range. Default range: [-2, 2). */
export function complexFloats(shape: Shape, seed: number, range?: Range): HostTensor {
  return { shape, dtype: 'complex64', values: floats([...shape, 2], seed, range).values };
}

/** bool values, each true with probability a half. */
export function booleans(shape: Shape, seed: number): HostTensor {
  return { ...integers(shape, seed, [0, 2]), dtype: 'bool' };
}

/** Uniform numbers in [0, 1), from the generator of @isograd/core. */
function fractions(count: number, seed: number): Float64Array {
  const bits = new Int32Array(count);
  fillRandomBits(keyData(seed), bits, { bits: 24, domain: 0 });
  return Float64Array.from(bits, (word) => word / 2 ** 24);
}
