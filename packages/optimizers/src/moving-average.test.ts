import { describeBackends } from '@isograd/testing';
import { scalar, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { averageWeight, movingAverage } from './moving-average.js';

describeBackends('averageWeight', () => {
  it.each([0, 0.5, 0.9, 0.999, 0.9999])('is 1 - %d^t with full relative precision', (decay) => {
    for (const t of [1, 2, 10, 1000, 1_000_000]) {
      const [got = Number.NaN] = tidy(() => averageWeight(decay, scalar(t, 'int32')).dataSync());
      const exact = -Math.expm1(t * Math.log(decay));
      expect(Math.abs(got - exact) / exact, `t = ${t}`).toBeLessThanOrEqual(2 ** -21);
    }
  });
});

describeBackends('movingAverage', () => {
  it('keeps a constant to the bit', () => {
    tidy(() => {
      const constant = tensor([1, 1 / 3, -1e-3]);
      const average = movingAverage(constant, constant, 0.999);
      expect(average.dataSync()).toEqual(constant.dataSync());
    });
  });

  it('weighs past and present', () => {
    tidy(() => {
      expect(Array.from(movingAverage(tensor([4]), tensor([8]), 0.75).dataSync())).toEqual([5]);
    });
  });
});
