import type { DType } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const odd = [7, 1, 17] as const;

/** Integers that the functions below take to integers and to bools without a choice. */
const functions: readonly [kernelName: string, f: (x: number) => number][] = [
  [tf.Abs, Math.abs],
  [tf.Acos, (x) => (x === 1 ? 0 : Math.acos(x))],
  [tf.Asinh, Math.asinh],
  [tf.Asin, Math.asin],
  [tf.Atan, Math.atan],
  [tf.Expm1, Math.expm1],
  [tf.Log1p, Math.log1p],
  [tf.Neg, (x) => -x],
  [tf.Relu, (x) => Math.max(0, x)],
  [tf.Round, (x) => x],
  [tf.Sign, Math.sign],
  [tf.Sinh, Math.sinh],
  [tf.Softplus, (x) => Math.log1p(Math.exp(x))],
  [tf.Square, (x) => x * x],
];

it.each(functions)('%s of integers and bools, cut to their dtype', (kernelName, f) => {
  for (const dtype of ['int32', 'bool'] as const) {
    for (const size of odd) {
      const data = Array.from({ length: size }, (_, index) => (index * 5) % 2);
      const cut = (value: number): number => (dtype === 'bool' ? Number(value !== 0) : Math.trunc(value) + 0);
      const actual = runKernel(kernelName, { x: { shape: [1, size], dtype, data } }, { alpha: 0 });
      expect(actual).toMatchObject({ shape: [1, size], dtype });
      expect(Array.from(actual.data)).toEqual(data.map((x) => cut(f(x))));
    }
    expect(runKernel(kernelName, { x: { shape: [0, 2], dtype, data: [] } }, { alpha: 0 }).shape).toEqual([0, 2]);
  }
});

it('calls every integer finite, and none NaN', () => {
  const data = [-1, 0, 2139095040, -2147483648, 2147483647]; // of which some are NaN and infinity, read as floats
  const x = { shape: [5], dtype: 'int32', data } as const;
  const answers = (kernelName: string): unknown => {
    const { dtype, data: values } = runKernel(kernelName, { x });
    return [dtype, ...Array.from(values)];
  };
  expect(answers(tf.IsFinite)).toEqual(['bool', 1, 1, 1, 1, 1]);
  expect(answers(tf.IsNan)).toEqual(['bool', 0, 0, 0, 0, 0]);
  expect(answers(tf.IsInf)).toEqual(['bool', 0, 0, 0, 0, 0]);
});

it('makes floats of bools where the op does', () => {
  const x = { shape: [2], dtype: 'bool', data: [1, 0] } as const;
  expect(runKernel(tf.Exp, { x })).toEqual({ shape: [2], dtype: 'float32', data: Float32Array.of(Math.E, 1) });
  expect(runKernel(tf.LeakyRelu, { x }, { alpha: 0.5 })).toEqual({
    shape: [2],
    dtype: 'float32',
    data: Float32Array.of(1, 0),
  });
});

it('moves bools without writing beyond them', () => {
  for (const size of [1, 3, 17, 1001]) {
    const data = Array.from({ length: size }, (_, index) => Number(index % 3 === 0));
    const x = { shape: [size], dtype: 'bool', data } as const;
    expect(Array.from(runKernel(tf.Reverse, { x }, { dims: [0] }).data)).toEqual(data.toReversed());
    const flipped = { shape: [size], dtype: 'bool', data: data.map((value) => 1 - value) } as const;
    const picked = runKernel(tf.Select, { condition: x, t: x, e: flipped });
    expect(picked.dtype).toBe('bool');
    expect(Array.from(picked.data)).toEqual(data.map(() => 1));
  }
  const rank6 = { shape: [1, 2, 1, 1, 1, 2], dtype: 'bool', data: [1, 0, 0, 0] } as const;
  expect(Array.from(runKernel(tf.Reverse, { x: rank6 }, { dims: [1, 5] }).data)).toEqual([0, 0, 0, 1]);
});

it('finds the largest of bools', () => {
  tf.tidy(() => {
    const { values, indices } = tf.topk(tf.tensor1d([0, 1, 0, 1], 'bool'), 3);
    expect([values?.dtype, indices?.dtype]).toEqual(['bool', 'int32']);
    expect(Array.from(values?.dataSync() ?? [])).toEqual([1, 1, 0]);
    expect(Array.from(indices?.dataSync() ?? [])).toEqual([1, 3, 0]);
  });
});

it.each(['int32', 'bool'] as const)('keeps %s when a picture is resized', (dtype: DType) => {
  const images = { shape: [1, 1, 2, 1], dtype, data: [1, 0] };
  const attributes = { size: [1, 4], alignCorners: false, halfPixelCenters: false };
  const actual = runKernel(tf.ResizeNearestNeighbor, { images }, attributes);
  expect(actual).toMatchObject({ shape: [1, 1, 4, 1], dtype });
  expect(Array.from(actual.data)).toEqual([1, 1, 0, 0]);
});
