/** What PyTorch's cases do not say: the ends to the last bit, and phases without steps. */
import { describeBackends } from '@isograd/testing';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { oneCycle, type OneCycleOptions } from './one-cycle.js';

/** The rates at some steps. */
function ratesAt(steps: readonly number[], options: OneCycleOptions): number[] {
  const schedule = oneCycle(options);
  return steps.map((step) => tidy(() => schedule(scalar(step, 'int32')).dataSync()[0] as number));
}

describeBackends('oneCycle', () => {
  it.each(['cos', 'linear'] as const)(
    'is exact at the start, the top and the end, and stays there: %s',
    (annealStrategy) => {
      const options = { maxLearningRate: 0.5, totalSteps: 100, pctStart: 0.25, annealStrategy };
      const [first, last] = [Math.fround(0.5 / 25), Math.fround(0.5 / 25 / 1e4)];
      expect(ratesAt([0, 24, 99, 100, 1_000_000], options)).toEqual([first, 0.5, last, last, last]);
      expect(ratesAt([0, 24, 48, 99], { ...options, threePhase: true })).toEqual([first, 0.5, first, last]);
    },
  );

  it('has no way up of no steps', () => {
    expect(ratesAt([0, 9], { maxLearningRate: 0.5, totalSteps: 10, pctStart: 0.1 })[0]).toBe(0.5);
    // The top is at step -1: a tenth of the way down is over.
    const [rate] = ratesAt([0], {
      maxLearningRate: 1,
      totalSteps: 10,
      pctStart: 0,
      annealStrategy: 'linear',
      divFactor: 1,
      finalDivFactor: 2,
    });
    expect(rate).toBe(Math.fround(0.95));
  });

  it('has no way down of no steps', () => {
    const last = Math.fround(0.5 / 25 / 1e4);
    expect(ratesAt([9, 10], { maxLearningRate: 0.5, totalSteps: 10, pctStart: 1 })).toEqual([0.5, last]);
    expect(ratesAt([0, 1], { maxLearningRate: 0.5, totalSteps: 1 })).toEqual([last, last]);
  });
});
