/** What the fixtures in tools/testing do not hold: every path counted, other blanks, what cannot be, derivatives. */
import { checkGradient, describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { ctcLoss } from './ctc-loss.js';

/** The loss by its definition: the sum over all paths that spell the labels, in float64. */
function lossByPaths(labels: readonly number[], logits: readonly (readonly number[])[], blank: number): number {
  const probabilities = logits.map((frame) => {
    const total = frame.reduce((sum, z) => sum + Math.exp(z), 0);
    return frame.map((z) => Math.exp(z) / total);
  });
  const spell = (path: readonly number[]): number[] =>
    path.filter((label, time) => label !== blank && label !== path[time - 1]);
  const sumFrom = (path: readonly number[]): number => {
    const frame = probabilities[path.length];
    if (frame === undefined) return spell(path).join() === labels.join() ? 1 : 0;
    return frame.reduce((sum, p, label) => sum + p * sumFrom([...path, label]), 0);
  };
  return -Math.log(sumFrom([]));
}

const [batch, time, classes] = [4, 4, 3];
const logitValues = seededValues(1, batch * time * classes, [-2, 2]);
const framesOf = (example: number, count: number): number[][] =>
  Array.from({ length: count }, (_, t) => {
    const begin = (example * time + t) * classes;
    return Array.from(logitValues.subarray(begin, begin + classes));
  });

describeBackends('ctcLoss', () => {
  it('is -log of the sum over all paths, for any lengths and blank', () => {
    tf.tidy(() => {
      const logits = tf.tensor(logitValues, [batch, time, classes]);
      const labels = tf.tensor2d(
        [
          [0, 1],
          [1, 1],
          [0, -1],
          [-1, -1],
        ],
        [batch, 2],
        'int32',
      );
      const labelLengths = tf.tensor1d([2, 2, 1, 0], 'int32');
      const logitLengths = tf.tensor1d([4, 3, 2, 3], 'int32');
      const loss = ctcLoss(labels, logits, { labelLengths, logitLengths, blankIndex: 2 });
      const values = Float64Array.of(
        lossByPaths([0, 1], framesOf(0, 4), 2),
        lossByPaths([1, 1], framesOf(1, 3), 2),
        lossByPaths([0], framesOf(2, 2), 2),
        lossByPaths([], framesOf(3, 3), 2),
      );
      expectWithinTolerance(loss.dataSync(), { shape: [batch], dtype: 'float64', values });
    });
  });

  it('counts all labels and frames where no lengths are given', () => {
    tf.tidy(() => {
      const logits = tf.tensor(logitValues.slice(0, time * classes), [1, time, classes]);
      const values = Float64Array.of(lossByPaths([2, 1], framesOf(0, time), 0));
      const loss = ctcLoss(tf.tensor2d([2, 1], [1, 2], 'int32'), logits);
      expectWithinTolerance(loss.dataSync(), { shape: [1], dtype: 'float64', values });
    });
  });

  it('is infinite without a gradient where the labels do not fit into the frames', () => {
    tf.tidy(() => {
      const logits = tf.tensor(logitValues.slice(0, 2 * 2 * classes), [2, 2, classes]);
      const labels = tf.tensor2d(
        [
          [1, 1],
          [1, 2],
        ],
        [2, 2],
        'int32',
      );
      const loss = ctcLoss(labels, logits).dataSync();
      expect(loss[0]).toBe(Number.POSITIVE_INFINITY); // a blank must stand between equal labels
      expect(loss[1]).toBeLessThan(10);
      const gradient = tf
        .grad((z: tf.Tensor) => ctcLoss(labels, z))(logits, tf.ones([2]))
        .dataSync();
      expect(Array.from(gradient.subarray(0, 2 * classes))).toEqual(Array.from({ length: 2 * classes }, () => 0));
      expect(Math.hypot(...gradient.slice(2 * classes))).toBeGreaterThan(0.1);
    });
  });

  it('has right derivatives', () => {
    tf.tidy(() => {
      const logits = tf.tensor(logitValues.slice(0, 2 * 3 * classes), [2, 3, classes]);
      const labels = tf.tensor2d(
        [
          [1, 2],
          [1, 1],
        ],
        [2, 2],
        'int32',
      );
      const logitLengths = tf.tensor1d([2, 3], 'int32');
      const lossOf = (z: tf.Tensor): tf.Tensor => ctcLoss(labels, z, { logitLengths });
      expect(checkGradient((z) => lossOf(z as tf.Tensor), [logits], { directions: 1 })).toBeLessThanOrEqual(1);
    });
  });

  it('refuses what does not fit together', () => {
    tf.tidy(() => {
      const [labels, logits] = [tf.ones([2, 1], 'int32'), tf.zeros([2, 3, 4])];
      expect(() => ctcLoss(labels, tf.zeros([3, 4]))).toThrow(ShapeError);
      expect(() => ctcLoss(tf.ones([3, 1], 'int32'), logits)).toThrow(/a row for each example/);
      expect(() => ctcLoss(tf.ones([2, 0], 'int32'), logits)).toThrow(ShapeError);
      expect(() => ctcLoss(labels, logits, { labelLengths: tf.ones([2]) })).toThrow(DTypeError);
      expect(() => ctcLoss(labels, logits, { logitLengths: tf.ones([3], 'int32') })).toThrow(/logitLengths/);
      expect(() => ctcLoss(labels, logits, { blankIndex: 4 })).toThrow(ValueError);
    });
  });
});
