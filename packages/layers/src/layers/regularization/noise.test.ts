/** Distributions of the layers that draw at random, each within five standard errors of its moments. */
import { keyData, type Shape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { activityRegularization } from './activity-regularization.js';
import { alphaDropout } from './alpha-dropout.js';
import { dropout } from './dropout.js';
import { gaussianDropout } from './gaussian-dropout.js';
import { gaussianNoise } from './gaussian-noise.js';
import { spatialDropout1d, spatialDropout2d, spatialDropout3d } from './spatial-dropout.js';

/** What a training step makes of an input of some value. */
function disturbed(layer: Layer, shape: Shape, value: number): Float32Array {
  layer.ensureBuilt([[null, ...shape.slice(1)]], { path: 'layer', key: keyData(4) });
  const values = tf.tidy(() => {
    const y = layer.run([tf.fill([...shape], value)], { training: true }) as tf.Tensor;
    return y.dataSync() as Float32Array;
  });
  layer.dispose();
  return values;
}

/** Asserts mean and variance of draws, whose fourth central moment over the variance squared is `kurtosis`. */
function expectMoments(values: Float32Array, mean: number, variance: number, kurtosis: number): void {
  const count = values.length;
  const found = values.reduce((total, value) => total + value, 0) / count;
  const spread = values.reduce((total, value) => total + (value - mean) ** 2, 0) / count;
  expect(Math.abs(found - mean)).toBeLessThan(5 * Math.sqrt(variance / count));
  expect(Math.abs(spread - variance)).toBeLessThan(5 * variance * Math.sqrt((kurtosis - 1) / count));
}

describeBackends('noise', () => {
  const shape = [2, 2000];

  it('of gaussianNoise is N(0, stddev²)', () => {
    expectMoments(disturbed(gaussianNoise({ stddev: 0.5, seed: 1 }), shape, 2), 2, 0.25, 3);
  });

  it('of gaussianDropout is N(1, rate / (1 - rate))', () => {
    expectMoments(disturbed(gaussianDropout({ rate: 0.2, seed: 1 }), shape, 2), 2, 4 * 0.25, 3);
  });

  it('of alphaDropout keeps the moments of normal inputs, and drops to one value', () => {
    const rate = 0.3;
    const saturation = -1.7580993408473766; // -alpha · scale (Klambauer et al., 2017)
    const factor = 1 / Math.sqrt((1 - rate) * (1 + rate * saturation ** 2)); // their equation for a
    const shift = -factor * rate * saturation;
    const values = disturbed(alphaDropout({ rate, seed: 1 }), shape, 0.5);
    const [kept, dropped] = [factor * 0.5 + shift, factor * saturation + shift];
    let count = 0;
    for (const value of values) {
      const isDropped = Math.abs(value - dropped) < Math.abs(value - kept);
      if (isDropped) count++;
      expect(Math.abs(value - (isDropped ? dropped : kept))).toBeLessThan(2 ** -22);
    }
    const size = values.length;
    expect(Math.abs(count - rate * size)).toBeLessThan(5 * Math.sqrt(size * rate * (1 - rate)));
    // Mean 0 and variance 1 of the input become (1 - rate) · (factor² · 1) + the two levels' spread: 0 and 1 again.
    const mean = (1 - rate) * shift + rate * dropped;
    const power = (1 - rate) * (factor ** 2 + shift ** 2) + rate * dropped ** 2;
    expect(mean).toBeCloseTo(0, 12);
    expect(power).toBeCloseTo(1, 12);
  });
});

describeBackends('masks that are shared', () => {
  it.each(['1d', '2d', '3d'] as const)('spatialDropout%s drops whole maps, another choice for each example', (rank) => {
    const make = { '1d': spatialDropout1d, '2d': spatialDropout2d, '3d': spatialDropout3d }[rank];
    const shape = { '1d': [4, 3, 50], '2d': [4, 3, 2, 50], '3d': [4, 3, 2, 2, 50] }[rank];
    const values = disturbed(make({ rate: 0.5, seed: 2 }), shape, 1);
    const size = values.length / 4;
    const examples = Array.from({ length: 4 }, (_, example) => {
      const channels = Array.from(values.slice(example * size, example * size + 50));
      for (let index = 0; index < size; index++) expect(values[example * size + index]).toBe(channels[index % 50]);
      return channels;
    });
    expect(new Set(examples.map(String)).size).toBe(4);
    const dropped = examples.flat().filter((value) => value === 0).length;
    expect(Math.abs(dropped - 100)).toBeLessThan(5 * Math.sqrt(200 / 4));
    expect(new Set(examples.flat())).toEqual(new Set([0, 2]));
  });

  it('have the noiseShape of dropout', () => {
    const values = disturbed(dropout({ rate: 0.5, noiseShape: [1, null], seed: 2 }), [3, 40], 1);
    expect(values.slice(40, 80)).toEqual(values.slice(0, 40));
    expect(values.slice(80)).toEqual(values.slice(0, 40));
    expect(new Set(values)).toEqual(new Set([0, 2]));
  });

  it('drop everything at rate 1', () => {
    expect(new Set(disturbed(dropout({ rate: 1 }), [3, 40], 1))).toEqual(new Set([0]));
  });
});

describe('layers of noise refuse', () => {
  it('options out of range', () => {
    expect(() => dropout({ rate: 1.1 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => alphaDropout({ rate: 1 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => gaussianDropout({ rate: 1 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => gaussianNoise({ stddev: -1 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => dropout({ rate: 0.5, noiseShape: [0] })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => activityRegularization({ l1: -1 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => spatialDropout2d({ rate: 0.5, dataFormat: 'channelsFirst' as never })).toThrow(/\[DATA_FORMAT\]$/);
  });

  it('inputs that a mask does not fit', () => {
    const layer = dropout({ rate: 0.5, noiseShape: [null, 2] });
    expect(() => layer.computeOutputShape([[null, 3]])).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => layer.computeOutputShape([[null, 2, 2]])).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => spatialDropout1d({ rate: 0.5 }).computeOutputShape([[null, 2]])).toThrow(/\[SHAPE_RANK\]$/);
  });
});
