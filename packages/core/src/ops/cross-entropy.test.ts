/** What the fixtures in tools/testing do not hold: derivatives, extremes, refusals. */
import { checkGradient, describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ShapeError } from '../errors.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './cross-entropy.js';

describeBackends('cross-entropies', () => {
  it('have right derivatives', () => {
    tf.tidy(() => {
      const logits = tf.tensor(seededValues(1, 12, [-2, 2]), [3, 4]);
      const targets = tf.tensor(seededValues(2, 12, [0, 1]), [3, 4]);
      const labels = tf.tensor1d([3, -1, 0], 'int32');
      for (const dense of [softmaxCrossEntropy, sigmoidCrossEntropy] as const) {
        const f = (y: tf.Tensor, z: tf.Tensor): tf.Tensor => dense(y, z);
        expect(checkGradient((y, z) => f(y as tf.Tensor, z as tf.Tensor), [targets, logits])).toBeLessThanOrEqual(1);
      }
      const sparse = (z: tf.Tensor): tf.Tensor => sparseSoftmaxCrossEntropy(labels, z, { ignoreIndex: -1 });
      expect(checkGradient((z) => sparse(z as tf.Tensor), [logits])).toBeLessThanOrEqual(1);
    });
  });

  it('of class numbers is that of their one-hot rows, along leading axes', () => {
    tf.tidy(() => {
      const logits = tf.tensor(seededValues(1, 24, [-3, 3]), [2, 3, 4]);
      const labels = tf.tensor2d(
        [
          [0, 3, 1],
          [2, 2, 3],
        ],
        [2, 3],
        'int32',
      );
      const sparse = sparseSoftmaxCrossEntropy(labels, logits);
      expect(sparse.shape).toEqual([2, 3]);
      const exact = rowsOf(logits.dataSync()).map((row, index) => {
        const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
        return Math.log(total) - (row[labels.dataSync()[index] as number] as number);
      });
      expectWithinRounding(
        sparse.dataSync(),
        exact,
        exact.map(() => 10),
        4,
      );
    });
  });

  it('keeps its value and gradient finite where a class is ruled out or logits are large', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([
        [0, Number.NEGATIVE_INFINITY, 0],
        [1e4, -1e4, 0],
      ]);
      const labels = tf.tensor1d([2, 1], 'int32');
      const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => tf.sum(sparseSoftmaxCrossEntropy(labels, z)))(logits);
      expectWithinRounding(value.dataSync(), [Math.LN2 + 2e4], [2e4 + 1], 3);
      expectWithinRounding(grad.dataSync(), [0.5, 0, -0.5, 1, -1, 0], [1, 1, 1, 1, 1, 1], 3);
    });
  });

  it('keeps the digits of a small sigmoid loss', () => {
    tf.tidy(() => {
      const z = [4, 8, 12, 16];
      const exact = z.map((logit) => Math.log1p(Math.exp(-logit)));
      const loss = sigmoidCrossEntropy(tf.ones([4]), tf.tensor1d(z));
      // log(1 + e^-z) in float32 is right to half a unit in the last place of 1; softplus(z) - z to one of z.
      expectWithinRounding(loss.dataSync(), exact, [1, 1, 1, 1], 0);
    });
  });

  it('refuse labels of another shape', () => {
    tf.tidy(() => {
      const logits = tf.zeros([2, 3]);
      expect(() => softmaxCrossEntropy(tf.zeros([2, 4]), logits)).toThrow(ShapeError);
      expect(() => sigmoidCrossEntropy(tf.zeros([3]), logits)).toThrow(ShapeError);
      expect(() => sparseSoftmaxCrossEntropy(tf.zeros([3], 'int32'), logits)).toThrow(/softmaxCrossEntropy/);
      expect(() => sparseSoftmaxCrossEntropy(tf.zeros([2, 3], 'int32'), logits)).toThrow(ShapeError);
    });
  });
});

/** Rows of four classes. */
function rowsOf(values: ArrayLike<number>): number[][] {
  return Array.from({ length: values.length / 4 }, (_, row) => Array.from(values).slice(4 * row, 4 * row + 4));
}
