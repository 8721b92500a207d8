import { sizeOf, UnsupportedError } from '@isograd/core';
import {
  abs,
  cast,
  clone,
  complex,
  engine,
  fft,
  ifft,
  imag,
  irfft,
  memory,
  real,
  reshape,
  rfft,
  slice,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { floats, onWasm } from '../../testing/kernel-runner.js';
import { ReferenceSums } from '../../testing/reference-sum.js';

onWasm();

let before = { tensors: 0, buffers: 0 };
const alive = (): typeof before => ({ tensors: memory().numTensors, buffers: engine().backend.numDataIds() });

beforeEach(() => {
  before = alive();
});
afterEach(() => expect(alive()).toEqual(before));

/** Runs on the numbers with these parts; a complex result is read as pairs. */
function onComplex(
  parts: { readonly real: ArrayLike<number>; readonly imag: ArrayLike<number>; readonly shape: readonly number[] },
  run: (z: Tensor) => Tensor,
): { shape: number[]; dtype: string; data: number[] } {
  return tidy(() => {
    const part = (values: ArrayLike<number>): Tensor => tensor(Array.from(values), [...parts.shape], 'float32');
    const result = run(complex(part(parts.real), part(parts.imag)));
    return { shape: result.shape, dtype: result.dtype, data: Array.from(result.dataSync()) };
  });
}

function numbersOf(shape: readonly number[]): {
  real: ArrayLike<number>;
  imag: ArrayLike<number>;
  shape: readonly number[];
} {
  return { real: floats(shape, 1).data, imag: floats(shape, 2).data, shape };
}

const shapes = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 3 });

it('joins parts and takes them apart', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const numbers = numbersOf(shape);
      const [reals, imags] = [Array.from(numbers.real), Array.from(numbers.imag)];
      expect(onComplex(numbers, clone)).toEqual({
        shape,
        dtype: 'complex64',
        data: reals.flatMap((value, index) => [value, imags[index] ?? Number.NaN]),
      });
      expect(onComplex(numbers, real)).toEqual({ shape, dtype: 'float32', data: reals });
      expect(onComplex(numbers, imag)).toEqual({ shape, dtype: 'float32', data: imags });
    }),
  );
});

it('is cast to and from real numbers', () => {
  const numbers = { shape: [3], real: [1.5, 0, -2], imag: [4, 5, 6] };
  expect(onComplex(numbers, (z) => cast(z, 'int32'))).toEqual({ shape: [3], dtype: 'int32', data: [1, 0, -2] });
  expect(onComplex(numbers, (z) => cast(real(z), 'complex64'))).toEqual({
    shape: [3],
    dtype: 'complex64',
    data: [1.5, 0, 0, 0, -2, 0],
  });
});

it('is reshaped and sliced as other tensors are', () => {
  const numbers = { shape: [2, 2], real: [1, 2, 3, 4], imag: [5, 6, 7, 8] };
  expect(onComplex(numbers, (z) => reshape(z, [4])).data).toEqual([1, 5, 2, 6, 3, 7, 4, 8]);
  expect(onComplex(numbers, (z) => slice(z, [0, 1], [2, 1])).data).toEqual([2, 6, 4, 8]);
});

it('measures the modulus without overflow, infinite where a part is', () => {
  const parts = [
    [3, 4, 5],
    [-5, 12, 13],
    [3 * 2 ** 120, 4 * 2 ** 120, 5 * 2 ** 120],
    [3 * 2 ** -140, 4 * 2 ** -140, 5 * 2 ** -140],
    [0, 0, 0],
    [Number.NEGATIVE_INFINITY, Number.NaN, Number.POSITIVE_INFINITY],
    [Number.NaN, 1, Number.NaN],
  ] as const;
  const numbers = { shape: [7], real: parts.map(([re]) => re), imag: parts.map(([, im]) => im) };
  expect(onComplex(numbers, abs)).toEqual({
    shape: [7],
    dtype: 'float32',
    data: parts.map(([, , modulus]) => modulus),
  });
});

/** The transform by its definition, as pairs; the angle is reduced to a turn, so that it stays exact. */
function checkTransform(shape: readonly number[], sign: 1 | -1, actual: { shape: number[]; data: number[] }): void {
  const { real: reals, imag: imags } = numbersOf(shape);
  const n = shape.at(-1) ?? 1;
  const scale = sign === 1 ? 1 / n : 1;
  const expected = new ReferenceSums([sizeOf(shape), 2]);
  for (let index = 0; index < sizeOf(shape); index++) {
    const row = index - (index % n);
    for (let t = 0; t < n; t++) {
      const angle = (sign * 2 * Math.PI * (((index % n) * t) % n)) / n;
      const [re = 0, im = 0] = [reals[row + t], imags[row + t]];
      expected.add([index, 0], scale * re * Math.cos(angle));
      expected.add([index, 0], -scale * im * Math.sin(angle));
      expected.add([index, 1], scale * re * Math.sin(angle));
      expected.add([index, 1], scale * im * Math.cos(angle));
    }
  }
  expect(actual.shape).toEqual(shape);
  expected.expectFrom({ shape: [sizeOf(shape), 2], dtype: 'float32', data: actual.data });
}

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 31, 32, 64, 97, 100, 128, 251, 360])(
  'transforms rows of %i numbers, and back',
  (n) => {
    const shape = [2, 3, n];
    checkTransform(shape, -1, onComplex(numbersOf(shape), fft));
    checkTransform(shape, 1, onComplex(numbersOf(shape), ifft));
  },
);

it.each([8, 9, 30])('carries the real transforms of tfjs: rows of %i numbers', (n) => {
  const numbers = { ...numbersOf([2, n]), imag: Array.from({ length: 2 * n }, () => 0) };
  const half = Math.floor(n / 2) + 1;
  const whole = onComplex(numbers, (z) => slice(fft(z), [0, 0], [2, half]));
  expect(onComplex(numbers, (z) => rfft(real(z)))).toEqual(whole);
  if (n % 2 !== 0) return; // irfft takes the length to be even
  const back = onComplex(numbers, (z) => irfft(rfft(real(z))));
  expect(back.data).toHaveLength(2 * n);
  const largest = Math.max(...Array.from(numbers.real, Math.abs));
  back.data.forEach((value, index) => {
    expect(Math.abs(value - (numbers.real[index] ?? Number.NaN))).toBeLessThan(n * largest * 2 ** -23);
  });
});

it('transforms nothing to nothing', () => {
  expect(onComplex(numbersOf([0, 4]), fft)).toEqual({ shape: [0, 4], dtype: 'complex64', data: [] });
  expect(onComplex(numbersOf([3, 0]), ifft)).toEqual({ shape: [3, 0], dtype: 'complex64', data: [] });
});

it('refuses parts of integers', () => {
  const integers = tensor([1], [1], 'int32');
  expect(() => engine().runKernel('Complex', { real: integers, imag: integers })).toThrow(UnsupportedError);
  integers.dispose();
});
