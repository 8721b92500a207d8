import { sizeOf } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../../testing/kernel-runner.js';

onWasm();

const least = -(2 ** 31);
const integers = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: least, max: 2 ** 31 - 1 }),
  fc.constantFrom(least, 2 ** 31 - 1, -1, 0, 1),
);

/** Exact in float64; wrapped to 32 bits. */
const floorDivide = (a: number, b: number): number => (b === 0 ? 0 : Math.floor(a / b) | 0);
const remainder = (a: number, b: number): number => (b === 0 ? 0 : (a - b * Math.floor(a / b)) | 0);

it('divides all integers exactly, rounding down', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(integers, integers), { maxLength: 9 }), (pairs) => {
      const operand = (values: number[]) => ({ shape: [values.length], dtype: 'int32', data: values }) as const;
      const inputs = { a: operand(pairs.map(([a]) => a)), b: operand(pairs.map(([, b]) => b)) };
      const run = (kernelName: string): number[] => Array.from(runKernel(kernelName, inputs).data);
      expect(run(tf.FloorDiv)).toEqual(pairs.map(([a, b]) => floorDivide(a, b)));
      expect(run(tf.Mod)).toEqual(pairs.map(([a, b]) => remainder(a, b)));
    }),
    { numRuns: 500 },
  );
});

it('spreads operands', () => {
  const a = { shape: [2, 1], dtype: 'int32', data: [7, -7] } as const;
  const b = { shape: [3], dtype: 'int32', data: [2, -2, 0] } as const;
  expect(runKernel(tf.FloorDiv, { a, b })).toEqual({
    shape: [2, 3],
    dtype: 'int32',
    data: Int32Array.of(3, -4, 0, -4, 3, 0),
  });
  expect(Array.from(runKernel(tf.Mod, { a, b }).data)).toEqual([1, -1, 0, 1, -1, 0]);
  const none = { shape: [0, 1], dtype: 'int32', data: [] } as const;
  expect(runKernel(tf.Mod, { a: none, b }).shape).toEqual([0, 3]);
});

it.each([
  [[5], []],
  [[], [5]],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [
    [2, 1, 4],
    [3, 1],
  ],
  [
    [1, 2, 1, 3, 1, 2],
    [2, 1, 1, 3, 2],
  ],
])('spreads %j over %j', (aShape, bShape) => {
  const operand = (shape: number[], from: number) =>
    tf.tensor(
      Array.from({ length: sizeOf(shape) }, (_, index) => from + 7 * index),
      shape,
      'int32',
    );
  tf.tidy(() => {
    const [a, b] = [operand(aShape, -20), operand(bShape, 3)];
    const spread = (x: tf.Tensor, y: tf.Tensor): number[] => Array.from(tf.add(x, tf.zerosLike(y)).dataSync());
    const [dividends, divisors] = [spread(a, b), spread(b, a)];
    const divide = (f: typeof floorDivide): number[] => dividends.map((value, index) => f(value, divisors[index] ?? 0));
    expect(Array.from(tf.floorDiv(a, b).dataSync())).toEqual(divide(floorDivide));
    expect(Array.from(tf.mod(a, b).dataSync())).toEqual(divide(remainder));
  });
});

it('divides bools', () => {
  const a = { shape: [3], dtype: 'bool', data: [1, 0, 1] } as const;
  const b = { shape: [3], dtype: 'bool', data: [1, 1, 0] } as const;
  expect(runKernel(tf.Mod, { a, b })).toEqual({ shape: [3], dtype: 'bool', data: Uint8Array.of(0, 0, 0) });
  expect(Array.from(runKernel(tf.FloorDiv, { a, b }).data)).toEqual([1, 0, 0]);
});
