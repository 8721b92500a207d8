/** When periods start that are not 1, 2 or 1.5 times as long as the one before. */
import { describeBackends } from '@isograd/testing';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cosineDecayRestarts } from './cosine-decay-restarts.js';

describeBackends('cosineDecayRestarts', () => {
  it('restarts at a whole step where the factor is a decimal fraction that binary cannot hold', () => {
    // 10, 11, 12.1, 13.31 steps: periods start at 0, 10, 21, 33.1, 46.41.
    const schedule = cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 10, tMul: 1.1 });
    const rates = Array.from({ length: 50 }, (_, step) =>
      tidy(() => schedule(scalar(step, 'int32')).dataSync()[0] as number),
    );
    expect([0, 10, 21].map((step) => rates[step])).toEqual([1, 1, 1]);
    const rises = rates.flatMap((rate, step) => (step > 0 && rate > (rates[step - 1] as number) ? [step] : []));
    expect(rises).toEqual([10, 21, 34, 47]);
  });

  it('goes on to the last step that can be counted', () => {
    const schedule = cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 2 ** 30, tMul: 3, mMul: 0.5 });
    // In the middle of a wave of 3 · 2^30 steps a third is over: (1 + cos(π / 3)) / 2, halved.
    const rate = tidy(() => schedule(scalar(2 ** 31 - 128, 'int32')).dataSync()[0] as number);
    expect(rate).toBeCloseTo(0.375, 6);
  });

  it('refuses periods that hardly grow', () => {
    for (const tMul of [1 + 2 ** -52, 1.000_01, 0.5, 0, -2, Number.NaN, Number.POSITIVE_INFINITY, '2' as never]) {
      const make = () => cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 1, tMul });
      expect(make).toThrow(expect.objectContaining({ code: 'OPTIMIZER_OPTION' }));
    }
    expect(() => cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 1, tMul: 1.001 })).not.toThrow();
  });
});
