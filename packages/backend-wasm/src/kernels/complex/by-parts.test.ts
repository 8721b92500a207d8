import { sizeOf, UnsupportedError, useBackend } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { onWasm } from '../../testing/kernel-runner.js';
import { wasm } from '../../wasm.js';

onWasm();

let before = { tensors: 0, buffers: 0 };
const alive = (): typeof before => ({ tensors: tf.memory().numTensors, buffers: tf.engine().backend.numDataIds() });

beforeEach(() => {
  before = alive();
});
afterEach(() => expect(alive()).toEqual(before));

/** z = 1 + 10i, 2 + 20i, … */
function counting(shape: number[], first = 1): tf.Tensor {
  const real = Array.from({ length: sizeOf(shape) }, (_, index) => first + index);
  return tf.complex(
    tf.tensor(real, shape, 'float32'),
    tf.tensor(
      real.map((value) => 10 * value),
      shape,
      'float32',
    ),
  );
}

/** Shape and real parts, of a result whose imaginary parts are ten times as large. */
function countsOf(run: () => tf.Tensor): { shape: number[]; data: number[] } {
  return tf.tidy(() => {
    const result = run();
    expect(result.dtype).toBe('complex64');
    const data = Array.from(tf.real(result).dataSync());
    expect(Array.from(tf.imag(result).dataSync())).toEqual(data.map((value) => 10 * value));
    return { shape: result.shape, data };
  });
}

/** Pairs. */
function numbersOf(run: () => tf.Tensor): number[] {
  return tf.tidy(() => {
    const result = run();
    expect(result.dtype).toBe('complex64');
    return Array.from(result.dataSync());
  });
}

const indices = (values: number[], shape: number[] = [values.length]): tf.Tensor => tf.tensor(values, shape, 'int32');

it('moves complex numbers', () => {
  const moved: readonly [run: () => tf.Tensor, shape: number[], data: number[]][] = [
    [() => tf.concat([counting([2, 1]), counting([2, 2], 5)], 1), [2, 3], [1, 5, 6, 2, 7, 8]],
    [() => tf.concat([counting([1, 0]), counting([1, 1])], -1), [1, 1], [1]],
    [() => tf.stack([counting([2]), counting([2], 5)], -1), [2, 2], [1, 5, 2, 6]],
    [() => tf.unstack(counting([2, 3]), 1)[2] as tf.Tensor, [2], [3, 6]],
    [() => tf.split(counting([2, 3]), [1, 2], 1)[1] as tf.Tensor, [2, 2], [2, 3, 5, 6]],
    [() => tf.transpose(counting([2, 3])), [3, 2], [1, 4, 2, 5, 3, 6]],
    [() => tf.transpose(counting([1, 2, 1, 1, 1, 2]), [5, 4, 3, 2, 1, 0]), [2, 1, 1, 1, 2, 1], [1, 3, 2, 4]],
    [() => tf.reverse(counting([2, 2]), -1), [2, 2], [2, 1, 4, 3]],
    [() => tf.tile(counting([1, 2]), [2, 2]), [2, 4], [1, 2, 1, 2, 1, 2, 1, 2]],
    [() => tf.gather(counting([2, 3]), indices([2, 0]), 1), [2, 2], [3, 1, 6, 4]],
    [() => tf.gather(counting([3]), indices([1])), [1], [2]],
    [() => tf.gatherND(counting([2, 2]), indices([1, 0], [1, 2])), [1], [3]],
    [
      () =>
        tf.pad(counting([1, 2]), [
          [0, 1],
          [1, 0],
        ]),
      [2, 3],
      [0, 1, 2, 0, 0, 0],
    ],
    [() => tf.mirrorPad(counting([3]), [[1, 1]], 'reflect'), [5], [2, 1, 2, 3, 2]],
    [() => tf.stridedSlice(counting([2, 4]), [0, 3], [2, 0], [1, -2]), [2, 2], [4, 2, 8, 6]],
    [() => tf.where(tf.tensor1d([1, 0], 'bool'), counting([2]), counting([2], 5)), [2], [1, 6]],
    [() => tf.slice(counting([4]), [1], [2]), [2], [2, 3]],
    [() => tf.zerosLike(counting([2])), [2], [0, 0]],
    [() => tf.neg(counting([2])), [2], [-1, -2]],
    [() => tf.sum(counting([2, 3]), 0), [3], [5, 7, 9]],
    [() => tf.sum(counting([2, 3])), [], [21]],
    [() => tf.add(counting([2, 1]), counting([2])), [2, 2], [2, 3, 3, 4]],
    [() => tf.sub(counting([2, 2]), counting([])), [2, 2], [0, 1, 2, 3]],
    [() => tf.add(counting([0]), counting([])), [0], []],
  ];
  for (const [run, shape, data] of moved) expect(countsOf(run), String(run)).toEqual({ shape, data });
});

it('pads with a real number', () => {
  expect(numbersOf(() => tf.pad(counting([1]), [[1, 0]], 7))).toEqual([7, 0, 1, 10]);
});

it('makes ones of real parts', () => {
  expect(numbersOf(() => tf.onesLike(counting([2])))).toEqual([1, 0, 1, 0]);
  expect(numbersOf(() => tf.onesLike(counting([0, 3])))).toEqual([]);
});

it('multiplies', () => {
  const i = (): tf.Tensor => tf.complex(0, 1);
  expect(numbersOf(() => tf.mul(counting([2]), i()))).toEqual([-10, 1, -20, 2]);
  expect(numbersOf(() => tf.mul(counting([2, 1]), counting([1, 2])))).toEqual([-99, 20, -198, 40, -198, 40, -396, 80]);
  expect(numbersOf(() => tf.mul(tf.complex(Number.NaN, 1), tf.complex(1, 0)))).toEqual([Number.NaN, Number.NaN]);
});

it('meets real numbers', () => {
  const sum = (kernelName: string): number[] =>
    numbersOf(() => tf.engine().runKernel(kernelName, { a: counting([1]), b: tf.tensor1d([3], 'int32') }) as tf.Tensor);
  expect(sum(tf.Add)).toEqual([4, 10]);
  expect(sum(tf.Sub)).toEqual([-2, 10]);
  expect(sum(tf.Multiply)).toEqual([3, 30]);
});

it('refuses by name what would hand out uninitialized memory', async () => {
  countsOf(() => counting([1]));
  await useBackend(wasm()); // which installs kernels anew: the gate stays
  for (const kernelName of [tf.Maximum, tf.RealDiv, tf.Equal, tf.Pow, tf.FloorDiv]) {
    const run = (): tf.Tensor => tf.engine().runKernel(kernelName, { a: counting([2]), b: counting([2]) }) as tf.Tensor;
    expect(() => countsOf(run), kernelName).toThrow(UnsupportedError);
    expect(() => countsOf(run)).toThrow(new RegExp(`^${kernelName} of[^]*complex64`));
  }
  for (const run of [tf.exp, tf.relu, tf.max, tf.square, tf.cumsum]) {
    expect(() => countsOf(() => run(counting([2])))).toThrow(UnsupportedError);
  }
});
