import { ClipByValue, Maximum, Minimum, Relu, Relu6 } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel, type Values } from '../testing/kernel-runner.js';

onWasm();

const floats = (data: readonly number[], shape: readonly number[] = [data.length]): Values => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(data),
});
const anyFloat = fc.float({ noDefaultInfinity: false, noNaN: false });
const row = fc.array(anyFloat, { minLength: 1, maxLength: 37 });

it('clips every length, and keeps NaN', () => {
  fc.assert(
    fc.property(row, (data) => {
      const clip = (x: number): number => (Number.isNaN(x) ? x : Math.min(Math.max(x, -0.5), 2));
      const got = runKernel(ClipByValue, { x: floats(data) }, { clipValueMin: -0.5, clipValueMax: 2 });
      expect(Array.from(got.data)).toEqual(data.map(clip));
      const relu6 = runKernel(Relu6, { x: floats(data) });
      expect(Array.from(relu6.data, (value) => value + 0)).toEqual(
        data.map((x) => (Number.isNaN(x) ? x : Math.min(Math.max(x, 0), 6)) + 0),
      );
    }),
  );
});

it('keeps NaN whatever its sign bit, as 0 / 0 of x86 has it', () => {
  const words = Uint32Array.of(0x7fc00000, 0xffc00000, 0xbf800000, 0x3f800000, 0xffc00001);
  const x: Values = { shape: [5], dtype: 'float32', data: new Float32Array(words.buffer) };
  expect(Array.from(runKernel(Relu, { x }).data)).toEqual([Number.NaN, Number.NaN, 0, 1, Number.NaN]);
  expect(Array.from(runKernel(Relu6, { x }).data)).toEqual([Number.NaN, Number.NaN, 0, 1, Number.NaN]);
});

it('compares integers as integers', () => {
  const x: Values = { shape: [3], dtype: 'int32', data: [-2, 3, 8] };
  const infinite = { clipValueMin: Number.NEGATIVE_INFINITY, clipValueMax: 2.5 };
  expect(Array.from(runKernel(ClipByValue, { x }, infinite).data)).toEqual([-2, 2, 2]);
  expect(Array.from(runKernel(Relu6, { x }).data)).toEqual([0, 3, 6]);
  expect(Array.from(runKernel(ClipByValue, { x }, { clipValueMin: -1, clipValueMax: 4 }).data)).toEqual([-1, 3, 4]);
  expect(Array.from(runKernel(Maximum, { a: x, b: x }).data)).toEqual([-2, 3, 8]);
});

it('takes the larger and the smaller over broadcast shapes, and keeps NaN of either side', () => {
  // JavaScript's Math.max and Math.min have the same rule for NaN.
  for (const [kernelName, law] of [
    [Maximum, Math.max],
    [Minimum, Math.min],
  ] as const) {
    const a = floats([1, Number.NaN, 3, -4, 5, 6], [2, 3]);
    const b = floats([2, 2, Number.NaN], [3]);
    const expected = [0, 1, 2, 3, 4, 5].map((index) => law(a.data[index] as number, b.data[index % 3] as number));
    expect(Array.from(runKernel(kernelName, { a, b }).data)).toEqual(expected);
    expect(Array.from(runKernel(kernelName, { a: b, b: a }).data)).toEqual(expected);
    const column = floats([0, Number.NaN], [2, 1]);
    const byRow = [0, 1, 2, 3, 4, 5].map((index) =>
      law(a.data[index] as number, column.data[Math.floor(index / 3)] as number),
    );
    expect(Array.from(runKernel(kernelName, { a, b: column }).data)).toEqual(byRow);
    expect(Array.from(runKernel(kernelName, { a: floats([Number.NaN], []), b }).data)).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  }
});
