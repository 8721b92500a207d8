/** What attention.test.ts leaves open: scores of other ranks, refusals. */
import { checkGradient, describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { DTypeError, ShapeError } from '../errors.js';
import { maskedSoftmax } from './masked-softmax.js';

const [batch, time, keyTime] = [2, 3, 4];
const shape = [batch, time, keyTime];
const scoreValues = seededValues(1, batch * time * keyTime);
/** In example 1 no key counts. */
const keyMask = [true, false, true, true, false, false, false, false];

/** The law, in float64: exp(score) over the sum of those that count. */
function sharesByLoops(isSeen: (b: number, t: number, k: number) => boolean): Float64Array {
  return Float64Array.from(scoreValues, (score, index) => {
    const [b, t, k] = [Math.floor(index / (time * keyTime)), Math.floor(index / keyTime) % time, index % keyTime];
    if (!isSeen(b, t, k)) return 0;
    let total = 0;
    for (let other = 0; other < keyTime; other++) {
      if (isSeen(b, t, other)) total += Math.exp((scoreValues[index - k + other] as number) - score);
    }
    return 1 / total;
  });
}

describeBackends('maskedSoftmax', () => {
  it('shares among the scores that count, and gives zeros where none does', () => {
    tf.tidy(() => {
      const scores = tf.tensor(scoreValues, shape);
      const mask = tf.tensor(keyMask, [batch, 1, keyTime], 'bool');
      const counts = (b: number, _t: number, k: number): boolean => keyMask[b * keyTime + k] === true;
      const expectShares = (got: tf.Tensor, values: Float64Array): void => {
        expect(got.shape).toEqual(shape);
        expectWithinTolerance(got.dataSync(), { shape, dtype: 'float64', values });
      };
      expectShares(
        maskedSoftmax(scores),
        sharesByLoops(() => true),
      );
      expectShares(maskedSoftmax(scores, { mask }), sharesByLoops(counts));
      expectShares(
        maskedSoftmax(scores, { isCausal: true }),
        sharesByLoops((_b, t, k) => k <= t),
      );
      expectShares(
        maskedSoftmax(scores, { mask, isCausal: true }),
        sharesByLoops((b, t, k) => k <= t && counts(b, t, k)),
      );
    });
  });

  it('has right derivatives', () => {
    tf.tidy(() => {
      const mask = tf.tensor(keyMask, [batch, 1, keyTime], 'bool');
      const scores = tf.tensor(scoreValues, shape);
      expect(checkGradient((x) => maskedSoftmax(x, { mask, isCausal: true }), [scores])).toBeLessThanOrEqual(1);
    });
  });

  it('refuses masks of another dtype or shape', () => {
    tf.tidy(() => {
      const scores = tf.zeros(shape);
      expect(() => maskedSoftmax(scores, { mask: tf.ones([keyTime]) })).toThrow(DTypeError);
      expect(() => maskedSoftmax(scores, { mask: tf.ones([batch, keyTime], 'bool') })).toThrow(ShapeError);
    });
  });
});
