import { FloorDiv, Mod } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

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
      expect(run(FloorDiv)).toEqual(pairs.map(([a, b]) => floorDivide(a, b)));
      expect(run(Mod)).toEqual(pairs.map(([a, b]) => remainder(a, b)));
    }),
    { numRuns: 500 },
  );
});

it('spreads operands', () => {
  const a = { shape: [2, 1], dtype: 'int32', data: [7, -7] } as const;
  const b = { shape: [3], dtype: 'int32', data: [2, -2, 0] } as const;
  expect(runKernel(FloorDiv, { a, b })).toEqual({
    shape: [2, 3],
    dtype: 'int32',
    data: Int32Array.of(3, -4, 0, -4, 3, 0),
  });
  expect(Array.from(runKernel(Mod, { a, b }).data)).toEqual([1, -1, 0, 1, -1, 0]);
  const none = { shape: [0, 1], dtype: 'int32', data: [] } as const;
  expect(runKernel(Mod, { a: none, b }).shape).toEqual([0, 3]);
});

it('divides bools', () => {
  const a = { shape: [3], dtype: 'bool', data: [1, 0, 1] } as const;
  const b = { shape: [3], dtype: 'bool', data: [1, 1, 0] } as const;
  expect(runKernel(Mod, { a, b })).toEqual({ shape: [3], dtype: 'bool', data: Uint8Array.of(0, 0, 0) });
  expect(Array.from(runKernel(FloorDiv, { a, b }).data)).toEqual([1, 0, 0]);
});
