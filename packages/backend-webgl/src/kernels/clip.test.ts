import { describeBackends } from '@isograd/testing';
import { clipByValue, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

describeBackends('clipByValue', () => {
  it('limits the neighbours of a NaN too', () => {
    tidy(() => {
      const got = clipByValue(tensor1d([Number.NaN, 3, -3, 0.5, 9]), -1, 2).dataSync();
      expect(Array.from(got)).toEqual([Number.NaN, 2, -1, 0.5, 2]);
    });
  });

  it('keeps integers', () => {
    tidy(() => {
      const got = clipByValue(tensor1d([-5, 0, 7], 'int32'), -2, 3);
      expect(got.dtype).toBe('int32');
      expect(Array.from(got.dataSync())).toEqual([-2, 0, 3]);
    });
  });
});
