import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu } from '../../testing/kernel-runner.js';

onCpu();

/** The parts of a complex tensor, with their shapes. */
const parts = (z: tf.Tensor): object => ({
  shapes: [z.shape, tf.real(z).shape, tf.imag(z).shape],
  real: Array.from(tf.real(z).dataSync()),
  imag: Array.from(tf.imag(z).dataSync()),
});

const column = (): tf.Tensor => tf.complex([[1], [2]], [[3], [-1]]);
const row = (): tf.Tensor => tf.complex([10, 20], [1, 2]);

it.each([
  // (1 + 3i, 2 - i) and (10 + i, 20 + 2i)
  ['sum', tf.add, [11, 21, 12, 22], [4, 5, 0, 1]],
  ['difference', tf.sub, [-9, -19, -8, -18], [2, 1, -2, -3]],
  ['product', tf.mul, [7, 14, 21, 42], [31, 62, -8, -16]],
] as const)('broadcasts a %s', (_name, compute, real, imag) => {
  tf.tidy(() => {
    const result = compute(column(), row());
    expect(parts(result)).toEqual({
      shapes: [
        [2, 2],
        [2, 2],
        [2, 2],
      ],
      real,
      imag,
    });
  });
});

it('meets real numbers, integers too', () => {
  tf.tidy(() => {
    const product = tf
      .engine()
      .runKernel(tf.Multiply, { a: row(), b: tf.scalar(3, 'int32') } as tf.NamedTensorMap) as tf.Tensor;
    expect(parts(product)).toMatchObject({ real: [30, 60], imag: [3, 6] });
    expect(parts(tf.cast(tf.tensor1d([3, -4], 'int32'), 'complex64'))).toMatchObject({ real: [3, -4], imag: [0, 0] });
  });
});

it('a view leaves the shape of what it shows alone', () => {
  tf.tidy(() => {
    const z = row();
    const view = tf.reshape(z, [1, 2, 1]);
    expect(parts(z)).toMatchObject({ shapes: [[2], [2], [2]] });
    const shape = [1, 2, 1];
    for (const result of [view, tf.zerosLike(view), tf.onesLike(view)]) {
      expect(parts(result)).toMatchObject({ shapes: [shape, shape, shape] });
    }
    expect(parts(tf.onesLike(z))).toMatchObject({ real: [1, 1], imag: [0, 0] });
    expect(parts(tf.spectral.fft(z))).toMatchObject({ shapes: [[2], [2], [2]], real: [30, -10], imag: [3, -1] });
  });
});

it('joins tensors, also such without elements', () => {
  tf.tidy(() => {
    const z = row();
    expect(parts(tf.concat([z, z]))).toMatchObject({ shapes: [[4], [4], [4]], imag: [1, 2, 1, 2] });
    expect(parts(tf.stack([z, z], -1))).toMatchObject({
      shapes: [
        [2, 2],
        [2, 2],
        [2, 2],
      ],
      real: [10, 10, 20, 20],
    });
    const none = (shape: number[]): tf.Tensor => tf.complex(tf.zeros(shape), tf.zeros(shape));
    expect(parts(tf.concat([none([0, 3]), none([0, 2])], 1))).toMatchObject({
      shapes: [
        [0, 5],
        [0, 5],
        [0, 5],
      ],
    });
  });
});
