/** Values at which implementations differ, and tensors of them in the shapes at which they break. */
import type { Shape } from '@isograd/core';
import type { HostTensor } from '../oracle/host-tensor.js';
import { floats, integers } from './arbitrary.js';

/** Largest finite float32. */
export const largestFloat: number = (2 - 2 ** -23) * 2 ** 127;

/** Smallest float32 above 0: a subnormal. */
export const smallestFloat: number = 2 ** -149;

/** Signed zeros and ones, halves (which round), subnormals, the ends of the range, and what is no number. */
export const edgeFloats: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  -1.5,
  2.5,
  -2.5,
  smallestFloat,
  -smallestFloat,
  2 ** -130,
  2 ** -126,
  -(2 ** -126),
  2 ** -24,
  88,
  -88,
  104,
  -104,
  1e4,
  -1e4,
  2 ** 31,
  -(2 ** 31),
  1e30,
  -1e30,
  largestFloat,
  -largestFloat,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

/** The ends of int32 and what lies at zero. */
export const edgeIntegers: readonly number[] = [0, 1, -1, 2, -2, 7, -7, 46341, -46341, 2 ** 31 - 1, -(2 ** 31)];

/** A vector of float32. */
export function floatVector(values: readonly number[]): HostTensor {
  return { shape: [values.length], dtype: 'float32', values: Float64Array.from(values, Math.fround) };
}

/** A vector of int32. */
export function integerVector(values: readonly number[]): HostTensor {
  return { shape: [values.length], dtype: 'int32', values: Float64Array.from(values) };
}

/** Every pair of the values given, as two vectors. */
export function pairsOf(values: readonly number[]): readonly [number[], number[]] {
  return [values.flatMap((a) => values.map(() => a)), values.flatMap(() => [...values])];
}

/** A scalar, an empty tensor, one element, sizes beside the widths of vectors, and rank 6. */
export const edgeShapes: readonly Shape[] = [
  [],
  [0],
  [2, 0, 3],
  [1],
  [2],
  [3],
  [4],
  [5],
  [7],
  [9],
  [17],
  [2, 3],
  [1, 2, 1, 3, 2, 2],
];

/** float32 tensors of the edge shapes. Default range: [-2, 2). */
export function edgeShapedFloats(range?: readonly [number, number]): HostTensor[] {
  return edgeShapes.map((shape, index) => floats(shape, index, range));
}

/** int32 tensors of the edge shapes. */
export function edgeShapedIntegers(): HostTensor[] {
  return edgeShapes.map((shape, index) => integers(shape, index));
}
