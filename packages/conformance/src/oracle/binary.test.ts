import { expect, it } from 'vitest';
import { floorDiv, mod, multiply, pow } from './binary.js';
import type { HostTensor } from './host-tensor.js';
import { round } from './step-functions.js';

const floats = (...values: number[]): HostTensor => ({
  shape: [values.length],
  dtype: 'float32',
  values: Float64Array.from(values),
});

const integers = (...values: number[]): HostTensor => ({ ...floats(...values), dtype: 'int32' });

const { NaN: none, POSITIVE_INFINITY: infinity } = Number;

it('divides and leaves rests as NumPy does', () => {
  expect([...floorDiv({ a: floats(1, 2, 3, 4), b: floats(2.5) }).values]).toEqual([0, 0, 1, 1]);
  expect([...floorDiv({ a: integers(7, -7, 7, -7), b: integers(2, 2, -2, -2) }).values]).toEqual([3, -4, -4, 3]);
  expect([...mod({ a: integers(7, -7, 7, -7), b: integers(3, 3, -3, -3) }).values]).toEqual([1, 2, -2, -1]);
  const rests = mod({ a: floats(5.5, -5.5, -1, 1, infinity, 1), b: floats(2, 2, infinity, infinity, 2, 0) });
  expect([...rests.values]).toEqual([1.5, 0.5, infinity, 1, none, none]);
});

it('has the powers of IEEE 754-2019, 9.2.1', () => {
  const a = floats(none, 1, 1, -1, -1, 0, -0, -2, infinity);
  const b = floats(0, none, infinity, infinity, -infinity, -1, -1, 0.5, -1);
  expect([...pow({ a, b }).values]).toEqual([1, 1, 1, 1, 1, infinity, -infinity, none, 0]);
});

it('wraps products and powers of integers modulo 2^32', () => {
  const wrapped = (value: bigint): number => Number(BigInt.asIntN(32, value));
  const [largest, factor] = [2 ** 31 - 1, 46341];
  const products = multiply({ a: integers(largest, factor, -(2 ** 31)), b: integers(largest, factor, -1) });
  expect([...products.values]).toEqual([1n, 46341n ** 2n, 2n ** 31n].map(wrapped));
  const powers = pow({ a: integers(7, -3, 46341, 2, 0, 5), b: integers(12, 31, 3, 31, 0, 1) });
  expect([...powers.values]).toEqual([7n ** 12n, (-3n) ** 31n, 46341n ** 3n, 2n ** 31n, 1n, 5n].map(wrapped));
});

it('rounds halves to even, as in the example of NumPy', () => {
  expect([...round({ x: floats(0.5, 1.5, 2.5, 3.5, 4.5, -2.5, 0.4999, infinity) }).values]).toEqual([
    0,
    2,
    2,
    4,
    4,
    -2,
    0,
    infinity,
  ]);
});
