/** First values: their distribution, and that they are the same on every backend. */
import { random, type Shape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constant, ones, zeros } from './constant.js';
import type { Initializer } from './initializer.js';
import { randomNormal, randomUniform, truncatedNormal } from './random.js';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
} from './variance-scaling.js';

async function valuesOf(initializer: Initializer, shape: Shape): Promise<Float32Array> {
  const tensor = tidy(() => initializer.init(random.key(3), shape, 'float32'));
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

function moments(values: Float32Array): { mean: number; variance: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance, largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
}

/** A dense kernel: fan in 60, fan out 40; and a convolution kernel with the same number of elements a channel. */
const shape = [60, 40];

describeBackends('initializers', () => {
  // Variance from Glorot and Bengio (2010), He et al. (2015), LeCun et al. (1998); limits follow from it.
  const uniformLimit = (variance: number): number => Math.sqrt(3 * variance);
  const truncatedLimit = (variance: number): number => (2 * Math.sqrt(variance)) / 0.87962566103423978;
  const cases: [string, Initializer, number, number][] = [
    ['glorotUniform', glorotUniform(), 2 / 100, uniformLimit(2 / 100)],
    ['glorotNormal', glorotNormal(), 2 / 100, truncatedLimit(2 / 100)],
    ['heUniform', heUniform(), 2 / 60, uniformLimit(2 / 60)],
    ['heNormal', heNormal(), 2 / 60, truncatedLimit(2 / 60)],
    ['lecunUniform', lecunUniform(), 1 / 60, uniformLimit(1 / 60)],
    ['lecunNormal', lecunNormal(), 1 / 60, truncatedLimit(1 / 60)],
    ['fanOut', varianceScaling({ mode: 'fanOut', distribution: 'uniform' }), 1 / 40, uniformLimit(1 / 40)],
    ['untruncated', varianceScaling({ distribution: 'untruncatedNormal' }), 1 / 60, 6 * Math.sqrt(1 / 60)],
    ['randomUniform', randomUniform({ minval: -3, maxval: 3 }), 3, 3],
    ['randomNormal', randomNormal({ stddev: 2 }), 4, 12],
    ['truncatedNormal', truncatedNormal({ stddev: 2 }), 4 * 0.87962566103423978 ** 2, 4],
  ];
  it.each(cases)('%s has its mean, variance and limit', async (_name, initializer, variance, limit) => {
    const got = moments(await valuesOf(initializer, shape));
    // 2,400 draws: a relative error of the variance of at most 5 standard errors, 5 sqrt(2 / n) = 0.144.
    expect(Math.abs(got.mean)).toBeLessThan(5 * Math.sqrt(variance / 2400));
    expect(Math.abs(got.variance / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 2400));
    expect(got.largest).toBeLessThanOrEqual(limit * (1 + 2 ** -20));
  });

  it('counts the window of a convolution kernel among the fans', async () => {
    const { variance } = moments(await valuesOf(heUniform(), [3, 3, 8, 32]));
    expect(Math.abs(variance / (2 / 72) - 1)).toBeLessThan(5 * Math.sqrt(2 / 2304));
  });

  it('fills with constants', async () => {
    expect(Array.from(await valuesOf(zeros(), [2]))).toEqual([0, 0]);
    expect(Array.from(await valuesOf(ones(), [2]))).toEqual([1, 1]);
    expect(Array.from(await valuesOf(constant({ value: 0.5 }), [2]))).toEqual([0.5, 0.5]);
  });
});

describe('initializers', () => {
  it('say what they are in Keras words', () => {
    expect([glorotUniform(), zeros(), randomNormal()].map(({ className, config }) => ({ className, config }))).toEqual([
      { className: 'GlorotUniform', config: {} },
      { className: 'Zeros', config: {} },
      { className: 'RandomNormal', config: { mean: 0, stddev: 0.05 } },
    ]);
  });
});
