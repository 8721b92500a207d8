import { Abs, Mod, Pow, Square, SquaredDifference } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../../testing/kernel-runner.js';

onCpu();

const integers = [0, 1, -1, 2, -3, 7, 46341, 65537, 2 ** 31 - 1, -(2 ** 31)];
const wrap = (value: bigint): number => Number(BigInt.asIntN(32, value));
const abs = (value: bigint): bigint => (value < 0n ? -value : value);

it.each([
  [Abs, abs],
  [Square, (value: bigint): bigint => value * value],
])('%s of integers wraps modulo 2^32', (kernelName, compute) => {
  const { dtype, data } = runKernel(kernelName, { x: values(integers, [10], 'int32') });
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual(integers.map((value) => wrap(compute(BigInt(value)))));
});

it('the squared difference of integers wraps modulo 2^32', () => {
  const inputs = { a: values(integers, [10, 1], 'int32'), b: values(integers, [10], 'int32') };
  const expected = integers.flatMap((a) => integers.map((b) => wrap((BigInt(a) - BigInt(b)) ** 2n)));
  expect(Array.from(runKernel(SquaredDifference, inputs).data)).toEqual(expected);
});

it('powers of integers wrap modulo 2^32', () => {
  const exponents = [0, 1, 2, 5, 31];
  const inputs = { a: values(integers, [10, 1], 'int32'), b: values(exponents, [5], 'int32') };
  const expected = integers.flatMap((a) => exponents.map((b) => wrap(BigInt(a) ** BigInt(b))));
  expect(Array.from(runKernel(Pow, inputs).data)).toEqual(expected);
});

it('powers are those of IEEE 754', () => {
  const a = values([1, 1, 1, -1, -1, 2, 0, Number.NaN]);
  const b = values([Number.NaN, Infinity, -Infinity, Infinity, -Infinity, 0.5, 0, 0]);
  expect(Array.from(runKernel(Pow, { a, b }).data)).toEqual([1, 1, 1, 1, 1, Math.fround(Math.SQRT2), 1, 1]);
});

it('remainders have the sign of the divisor, of an infinite one too', () => {
  const a = values([7, -7, 7, -7, 1, -1, 1, 0]);
  const b = values([3, 3, -3, -3, Infinity, Infinity, -Infinity, -Infinity]);
  // As Python has them: 7 % 3, -7 % 3, ..., 1 % -math.inf.
  expect(Array.from(runKernel(Mod, { a, b }).data)).toEqual([1, 2, -2, -1, 1, Infinity, -Infinity, 0]);
  expect(Array.from(runKernel(Mod, { a: values([5], [1], 'int32'), b: values([0], [1], 'int32') }).data)).toEqual([0]);
});

it('broadcasts', () => {
  const { shape, data } = runKernel(SquaredDifference, { a: values([1, 2], [2, 1]), b: values([0, 1, 3], [1, 3]) });
  expect(shape).toEqual([2, 3]);
  expect(Array.from(data)).toEqual([1, 0, 4, 4, 1, 1]);
});
