import { checkGradient, describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { logSumExp } from './log-sum-exp.js';

describeBackends('logSumExp', () => {
  it('is finite where exp overflows or vanishes, along any axis', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1000, -1000, 0],
        [1000, -1000, 1],
      ]);
      const ofColumns = logSumExp(x, 0);
      const exact = [1000 + Math.LN2, -1000 + Math.LN2, Math.log(1 + Math.E)];
      expectWithinRounding(ofColumns.dataSync(), exact, [1000, 1000, 2], 3);
      expectWithinRounding(logSumExp(x).dataSync(), [1000, 1000], [1000, 1000], 3);
    });
  });

  it('has right derivatives, where elements are equal, too', () => {
    tf.tidy(() => {
      const x = tf.tensor(seededValues(1, 12), [3, 4]);
      expect(checkGradient((at) => logSumExp(at as tf.Tensor, 0), [x])).toBeLessThanOrEqual(1);
      expect(checkGradient((at) => logSumExp(at as tf.Tensor), [tf.fill([2, 3], 0.5)])).toBeLessThanOrEqual(1);
    });
  });
});
