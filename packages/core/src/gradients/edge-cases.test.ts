import { checkGradient, describeBackends, type TensorFunction } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { distinct, spread, square } from '../testing/gradient-checks.js';

/** Functions of a tensor whose middle axis is empty. */
const ofNothing: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  add: (x) => tf.add(x, 1),
  mul: (x) => tf.mul(x, x),
  'mul, broadcast': (x) => tf.mul(x, tf.tensor1d([1, 2, 3])),
  exp: (x) => tf.exp(x),
  relu: (x) => tf.relu(x),
  reshape: (x) => tf.reshape(x, [0, 6]),
  transpose: (x) => tf.transpose(x, [2, 0, 1]),
  slice: (x) => tf.slice(x, [1, 0, 0], [1, 0, 2]),
  concat: (x) => tf.concat([x, tf.ones([2, 2, 3])], 1),
  stack: (x) => tf.stack([x, x]),
  tile: (x) => tf.tile(x, [1, 1, 2]),
  pad: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 1],
      [0, 0],
    ]),
  'sum over what is there': (x) => tf.sum(x, 2),
  where: (x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x)),
  cumsum: (x) => tf.cumsum(x, 2),
};

/** Ops on an axis that is counted from the end. */
const fromTheEnd: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  sum: (x) => tf.sum(square(x), -2),
  mean: (x) => tf.mean(square(x), -2),
  max: (x) => tf.max(tf.exp(x), -2),
  min: (x) => tf.min(tf.exp(x), -2),
  prod: (x) => tf.prod(x, -2),
  concat: (x) => tf.concat([square(x), x], -2),
  stack: (x) => tf.stack([square(x), x], -2),
  split: (x) => tf.split(square(x), [1, 2], -2)[1] as tf.Tensor,
  gather: (x) => tf.gather(square(x), tf.tensor1d([2, 0, 2], 'int32'), -2),
  reverse: (x) => tf.reverse(square(x), -2),
  softmax: (x) => tf.softmax(x, -1),
};

describeBackends('gradients at the edges', () => {
  it.for(Object.entries(ofNothing))('of nothing are nothing: %s', ([, f]) => {
    tf.tidy(() => {
      const gradient = tf.grad(f)(tf.zeros([2, 0, 3]));
      expect(gradient.shape).toEqual([2, 0, 3]);
      expect(gradient.dtype).toBe('float32');
    });
  });

  it.for(Object.entries(fromTheEnd))('count axes from the end: %s', ([, f]) => {
    tf.tidy(() => checkGradient(f as TensorFunction, [distinct([2, 3, 2])]));
  });

  it.each([1, 3, 4, 5, 7, 8, 9, 17, 33, 131])('of %i elements, which may fill no vector', (size) => {
    tf.tidy(() => {
      checkGradient((x) => tf.tanh(tf.mul(x as tf.Tensor, tf.softplus(x as tf.Tensor))), [spread([size])]);
      checkGradient((x) => tf.max(tf.exp(tf.div(x as tf.Tensor, 64))), [distinct([size])]);
      checkGradient(
        (x, y) => tf.matMul(tf.reshape(x as tf.Tensor, [1, size]), tf.reshape(tf.sin(y as tf.Tensor), [size, 1])),
        [spread([size]), spread([size], [-1, 1], 2)],
      );
    });
  });

  it('share what equal extremes get', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([3, 1, 3, 3, 2, 2, 2, 2], [2, 4]);
      const [third, quarter] = [Math.fround(1 / 3), 0.25];
      const shared = [third, 0, third, third, quarter, quarter, quarter, quarter];
      expect(
        Array.from(
          tf
            .grad((at: tf.Tensor) => tf.max(at, 1))(x)
            .dataSync(),
        ),
      ).toEqual(shared);
      expect(
        Array.from(
          tf
            .grad((at: tf.Tensor) => tf.min(tf.neg(at), -1))(x)
            .dataSync(),
        ),
      ).toEqual(shared.map((value) => -value));
    });
  });

  it('give each of the k largest its own, also among equals', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([2, 5, 5, 5, 1]);
      const weights = tf.tensor1d([1, 10]);
      const gradient = Array.from(
        tf
          .grad((at: tf.Tensor) => tf.mul(tf.topk(at, 2).values, weights))(x)
          .dataSync(),
      );
      expect(gradient.filter((value) => value !== 0).sort((a, b) => a - b)).toEqual([1, 10]);
      expect([gradient[0], gradient[4]]).toEqual([0, 0]);
    });
  });

  it('pass beside integers', () => {
    tf.tidy(() => {
      const integers = tf.tensor2d([1, -2, 3], [1, 3], 'int32');
      const flags = tf.tensor2d([1, 0, 1], [1, 3], 'bool');
      checkGradient(
        (x) => tf.add(tf.mul(square(x), integers), tf.div(x as tf.Tensor, tf.add(tf.square(integers), 1))),
        [spread([2, 3])],
      );
      checkGradient((x) => tf.where(flags, square(x), tf.sub(integers, x as tf.Tensor)), [spread([2, 3])]);
      checkGradient((x) => tf.matMul(x as tf.Tensor, tf.cast(integers, 'float32'), false, true), [spread([2, 3])]);
      const gradient = tf.grad((at: tf.Tensor) => tf.mul(at, tf.tensor1d([0.5, 0.25, 2])))(integers);
      expect(gradient.dtype).toBe('float32');
    });
  });
});
