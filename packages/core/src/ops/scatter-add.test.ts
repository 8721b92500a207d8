import { checkGradient, describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { DTypeError, ShapeError } from '../errors.js';
import { scatterAdd } from './scatter-add.js';

describeBackends('scatterAdd', () => {
  it('adds rows and elements, also twice to one place', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      const rows = tf.tensor2d([[2], [0], [2]], [3, 1], 'int32');
      const updates = tf.tensor2d([
        [10, 20],
        [30, 40],
        [50, 60],
      ]);
      expect([...scatterAdd(x, { indices: rows, updates }).dataSync()]).toEqual([31, 42, 3, 4, 65, 86]);
      const places = tf.tensor2d(
        [
          [0, 1],
          [2, 0],
          [0, 1],
        ],
        [3, 2],
        'int32',
      );
      const amounts = tf.tensor1d([1, 2, 4]);
      expect([...scatterAdd(x, { indices: places, updates: amounts }).dataSync()]).toEqual([1, 7, 3, 4, 7, 6]);
    });
  });

  it('has right derivatives', () => {
    tf.tidy(() => {
      const indices = tf.tensor3d(
        [
          [[1], [3]],
          [[1], [0]],
        ],
        [2, 2, 1],
        'int32',
      );
      const x = tf.tensor(seededValues(1, 8), [4, 2]);
      const updates = tf.tensor(seededValues(2, 8), [2, 2, 2]);
      const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.square(scatterAdd(a, { indices, updates: b }));
      expect(checkGradient((a, b) => f(a as tf.Tensor, b as tf.Tensor), [x, updates])).toBeLessThanOrEqual(1);
    });
  });

  it('refuses what does not fit together', () => {
    tf.tidy(() => {
      const x = tf.zeros([4, 2]);
      const indices = tf.zeros([3, 1], 'int32');
      expect(() => scatterAdd(x, { indices: tf.zeros([3, 1]), updates: tf.zeros([3, 2]) })).toThrow(DTypeError);
      expect(() => scatterAdd(x, { indices, updates: tf.zeros([3]) })).toThrow(ShapeError);
      expect(() => scatterAdd(x, { indices: tf.zeros([3, 3], 'int32'), updates: tf.zeros([3]) })).toThrow(/depth/);
    });
  });
});
