/** Gradients of matrix products. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient, sumToShape } from './gradient.js';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The entry of BatchMatMul, whose leading axes broadcast. */
export const matrixGradients: readonly tf.GradConfig[] = [
  defineGradient<MatMulAttributes, ['a', 'b']>(tf.BatchMatMul, ['a', 'b'], (dy, [a, b], attributes) => {
    const { transposeA, transposeB } = attributes;
    return {
      a: () =>
        sumToShape(transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB), a.shape),
      b: () =>
        sumToShape(transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false), b.shape),
    };
  }),
];
