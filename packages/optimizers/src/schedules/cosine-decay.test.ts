import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cosineDecay } from './cosine-decay.js';
import type { Schedule } from './schedule.js';

describeBackends('cosineDecay', () => {
  /** The rates of the first steps. */
  function ratesOf(schedule: Schedule, steps: number): number[] {
    return Array.from({ length: steps }, (_, step) =>
      tidy(() => schedule(scalar(step, 'int32')).dataSync()[0] as number),
    );
  }

  it('stays at alpha times the peak after the end', () => {
    const schedule = cosineDecay({
      initialLearningRate: 0,
      warmupSteps: 2,
      warmupTarget: 1,
      decaySteps: 2,
      alpha: 0.25,
    });
    // Keras: 0, 1/2, then 1, (1 + alpha) / 2, alpha, alpha, …
    const values = Float64Array.of(0, 0.5, 1, 0.625, 0.25, 0.25, 0.25);
    expect(expectWithinTolerance(ratesOf(schedule, 7), { shape: [7], dtype: 'float64', values })).toBeLessThanOrEqual(
      1,
    );
  });

  it('ignores warmupSteps without a target, and a target without steps starts there, as in Keras', () => {
    expect(ratesOf(cosineDecay({ initialLearningRate: 0.5, decaySteps: 4, warmupSteps: 3 }), 1)).toEqual([0.5]);
    expect(ratesOf(cosineDecay({ initialLearningRate: 0.5, decaySteps: 4, warmupTarget: 2 }), 1)).toEqual([2]);
  });
});
