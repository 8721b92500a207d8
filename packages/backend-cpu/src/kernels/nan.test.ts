import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

/** Ops on the three elements [-1, NaN, 2] that must keep the NaN where it is. */
const elementwise: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  relu: tf.relu,
  relu6: tf.relu6,
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  prelu: (x) => tf.prelu(x, tf.tensor1d([0.1, 0.2, 0.3])),
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  step: (x) => tf.step(x),
  clipByValue: (x) => tf.clipByValue(x, -2, 1),
  'maximum with a scalar': (x) => tf.maximum(x, 0),
  'maximum of a scalar': (x) => tf.maximum(0, x),
  'minimum with a scalar': (x) => tf.minimum(x, 0),
  'minimum of a scalar': (x) => tf.minimum(0, x),
  abs: tf.abs,
  sqrt: (x) => tf.sqrt(tf.square(x)),
  exp: tf.exp,
  log: (x) => tf.log(tf.square(x)),
  erf: tf.erf,
};

/** Reductions of one row that holds a NaN and one that does not. */
const reductions: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  max: (x) => tf.max(x, 1),
  min: (x) => tf.min(x, 1),
  sum: (x) => tf.sum(x, 1),
  mean: (x) => tf.mean(x, 1),
  logSumExp: (x) => tf.logSumExp(x, 1),
  softmax: (x) => tf.sum(tf.softmax(x), 1),
};

describeBackends('NaN', () => {
  it.each(Object.entries(elementwise))('propagates through %s', (_name, f) => {
    tf.tidy(() => {
      const [before, nan, after] = f(tf.tensor1d([-1, Number.NaN, 2])).dataSync();
      expect(nan).toBeNaN();
      expect(before).not.toBeNaN();
      expect(after).not.toBeNaN();
    });
  });

  it.each(Object.entries(reductions))('propagates through %s of a row', (_name, f) => {
    tf.tidy(() => {
      for (const row of [
        [Number.NaN, 1, 2, -3, 4],
        [1, 2, Number.NaN, -3, 4],
        [1, 2, 3, -3, Number.NaN],
      ]) {
        const [broken, whole] = f(tf.tensor2d([row, [1, 2, 3, -4, 5]])).dataSync();
        expect(broken, String(row)).toBeNaN();
        expect(whole).not.toBeNaN();
      }
    });
  });

  it('propagates through matrix products and convolutions', () => {
    tf.tidy(() => {
      const nans = tf.fill([4, 4], Number.NaN) as tf.Tensor2D;
      const zeros = tf.zeros([4, 4]) as tf.Tensor2D;
      for (const value of tf.matMul(zeros, nans).dataSync()) expect(value).toBeNaN();
      const x = tf.reshape(zeros, [1, 4, 4, 1]) as tf.Tensor4D;
      const filter = tf.reshape(nans, [2, 2, 1, 4]) as tf.Tensor4D;
      for (const value of tf.conv2d(x, filter, 1, 'valid').dataSync()) expect(value).toBeNaN();
    });
  });
});
