import { Add, broadcast_util, FloorDiv, Mod, Multiply, Pow, SquaredDifference, Sub } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../../testing/kernel-runner.js';

onCpu();

const integers = [0, 1, -1, 2, -3, 7, 46341, 65537, 2 ** 31 - 1, -(2 ** 31)];
const wrap = (value: bigint): number => Number(BigInt.asIntN(32, value));

it.each([
  [Add, (a: bigint, b: bigint): bigint => a + b],
  [Sub, (a: bigint, b: bigint): bigint => a - b],
  [Multiply, (a: bigint, b: bigint): bigint => a * b],
])('%s of integers wraps modulo 2^32', (kernelName, compute) => {
  const inputs = { a: values(integers, [10, 1], 'int32'), b: values(integers, [10], 'int32') };
  const { dtype, data } = runKernel(kernelName, inputs);
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual(integers.flatMap((a) => integers.map((b) => wrap(compute(BigInt(a), BigInt(b))))));
});

it('quotients rounded down keep the dtype', () => {
  const floats = runKernel(FloorDiv, { a: values([7, -7, 0, 1e30]), b: values([2, 2, Number.NaN, 1]) });
  expect(floats.dtype).toBe('float32');
  expect(Array.from(floats.data)).toEqual([3, -4, Number.NaN, Math.fround(1e30)]);
  const [a, b] = [values([2 ** 31 - 1, -(2 ** 31)], [2], 'int32'), values([1, 2 ** 31 - 1], [2], 'int32')];
  expect(Array.from(runKernel(FloorDiv, { a, b }).data)).toEqual([2 ** 31 - 1, -2]);
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

/** Shapes that broadcast in ways that differ: whole, along inner, outer and middle axes, and both at once. */
const shapes = [
  [[], []],
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], []],
  [[1], [2, 3]],
  [[2, 3], [3]],
  [
    [2, 1],
    [2, 3],
  ],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [4, 1, 3, 2],
    [2, 1, 2],
  ],
  [
    [2, 3, 2, 1],
    [2, 1, 2, 5],
  ],
  [
    [0, 3],
    [1, 3],
  ],
] as const;

it.each(shapes)('broadcasts %j and %j', (aShape, bShape) => {
  const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
  const shape = broadcast_util.assertAndGetBroadcastShape([...aShape], [...bShape]);
  /** The element of a tensor that is broadcast to `shape`. */
  const at = (from: readonly number[], index: number): number => {
    const strides = shape.map((_, axis) => count(shape.slice(axis + 1)));
    return from.reduce((position, size, axis) => {
      const place = axis + shape.length - from.length;
      const coordinate = Math.floor(index / (strides[place] as number)) % (shape[place] as number);
      return position * size + (size === 1 ? 0 : coordinate);
    }, 0);
  };
  const numbers = (size: number): number[] => Array.from({ length: size }, (_, index) => index + 1);
  const inputs = {
    a: values(numbers(count(aShape)), aShape),
    b: values(numbers(count(bShape)), bShape),
  };
  const result = runKernel(Sub, inputs);
  expect(result.shape).toEqual(shape);
  expect(Array.from(result.data)).toEqual(
    numbers(count(shape)).map((_, index) => at(aShape, index) - at(bShape, index)),
  );
});
