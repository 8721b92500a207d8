/** Layer, group and root-mean-square normalisation against their formulas in float64; their fixtures are in tools/testing. */
import { checkGradient, describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../errors.js';
import { groupNorm } from './group-norm.js';
import { layerNorm } from './layer-norm.js';
import { rmsNorm } from './rms-norm.js';

const shape = [2, 3, 4];
const values = seededValues(1, 24);
const epsilon = 1e-3;

/** Each element less the mean of its set, over the root of the set's mean square of that. */
function normalizeSets(setOf: (index: number) => number, isCentered: boolean): Float64Array {
  const members = (set: number): number[] => [...values].filter((_, index) => setOf(index) === set);
  const meanOf = (numbers: number[]): number => numbers.reduce((total, x) => total + x, 0) / numbers.length;
  return Float64Array.from(values, (value, index) => {
    const set = members(setOf(index));
    const center = isCentered ? meanOf(set) : 0;
    return (value - center) / Math.sqrt(meanOf(set.map((x) => (x - center) ** 2)) + epsilon);
  });
}

function expectNormalized(y: tf.Tensor, setOf: (index: number) => number, isCentered = true): void {
  expect(y.shape).toEqual(shape);
  expectWithinTolerance(y.dataSync(), { shape, dtype: 'float64', values: normalizeSets(setOf, isCentered) });
}

const [atBatch, atTime, atFeature] = [12, 4, 1].map(
  (stride, axis) => (index: number) => Math.floor(index / stride) % (shape[axis] as number),
) as [(index: number) => number, (index: number) => number, (index: number) => number];

describeBackends('normalisation', () => {
  describe('layerNorm', () => {
    it('normalises along any axes', () => {
      tf.tidy(() => {
        const x = tf.tensor(values, shape);
        expectNormalized(layerNorm(x, { epsilon }), (index) => Math.floor(index / 4));
        expectNormalized(layerNorm(x, { axis: 1, epsilon }), (index) => atBatch(index) * 4 + atFeature(index));
        expectNormalized(layerNorm(x, { axis: [-1, 0], epsilon }), atTime);
      });
    });

    it('has right derivatives, those of gamma and beta along the same axes', () => {
      tf.tidy(() => {
        const x = tf.tensor(values, shape);
        const weights = [tf.tensor(seededValues(2, 8), [2, 4]), tf.tensor(seededValues(3, 8), [2, 4])];
        const ratio = checkGradient(
          (at, gamma, beta) =>
            layerNorm(at, { axis: [0, 2], gamma: gamma as tf.Tensor, beta: beta as tf.Tensor, epsilon: 0.1 }),
          [x, ...weights],
        );
        expect(ratio).toBeLessThanOrEqual(1);
      });
    });

    it('refuses axes, weights and epsilons that do not fit', () => {
      tf.tidy(() => {
        const x = tf.tensor(values, shape);
        expect(() => layerNorm(x, { axis: 3 })).toThrow(ValueError);
        expect(() => layerNorm(x, { axis: [1, -2] })).toThrow(/axis/);
        expect(() => layerNorm(x, { gamma: tf.ones([3]) })).toThrow(ShapeError);
        expect(() => layerNorm(x, { axis: 1, beta: tf.ones([4]) })).toThrow(/beta/);
        expect(() => layerNorm(x, { epsilon: 0 })).toThrow(/epsilon/);
      });
    });
  });

  describe('groupNorm', () => {
    it('normalises groups of neighbouring channels', () => {
      tf.tidy(() => {
        const x = tf.tensor(values, shape);
        const inGroups = (size: number) => (index: number) => atBatch(index) * 4 + Math.floor(atFeature(index) / size);
        expectNormalized(groupNorm(x, { groups: 2, epsilon }), inGroups(2));
        expectNormalized(groupNorm(x, { groups: 1, epsilon }), inGroups(4));
        expectNormalized(groupNorm(x, { groups: 4, epsilon }), inGroups(1));
      });
    });

    it('has right derivatives', () => {
      tf.tidy(() => {
        const weights = [tf.tensor(seededValues(2, 4)), tf.tensor(seededValues(3, 4))];
        const ratio = checkGradient(
          (at, gamma, beta) =>
            groupNorm(at as tf.Tensor, { groups: 2, gamma: gamma as tf.Tensor, beta: beta as tf.Tensor, epsilon: 0.1 }),
          [tf.tensor(values, shape), ...weights],
        );
        expect(ratio).toBeLessThanOrEqual(1);
      });
    });

    it('takes channels along another axis', () => {
      tf.tidy(() => {
        const x = tf.reshape(tf.tensor(values, shape), [2, 2, 3, 2]);
        const options = { groups: 3, gamma: tf.tensor(seededValues(2, 3)), beta: tf.tensor(seededValues(3, 3)) };
        const moved = groupNorm(tf.transpose(x, [0, 1, 3, 2]), options);
        const expected = Array.from(tf.transpose(moved, [0, 1, 3, 2]).dataSync());
        const [scale, decoded] = [Math.max(...expected.map(Math.abs)), Float64Array.from(expected)];
        for (const axis of [2, -2]) {
          const y = groupNorm(x, { ...options, axis });
          expectWithinTolerance(y.dataSync(), { shape: x.shape, dtype: 'float64', values: decoded, scale });
        }
      });
    });

    it('refuses groups that do not divide the channels, vectors, and the axis of the batch', () => {
      tf.tidy(() => {
        expect(() => groupNorm(tf.zeros(shape), { groups: 1, axis: 0 })).toThrow(ValueError);
        expect(() => groupNorm(tf.zeros(shape), { groups: 1, axis: 3 })).toThrow(ValueError);
        expect(() => groupNorm(tf.zeros(shape), { groups: 3 })).toThrow(ValueError);
        expect(() => groupNorm(tf.zeros([4]), { groups: 2 })).toThrow(ShapeError);
      });
    });
  });

  describe('rmsNorm', () => {
    it('divides by the root of the mean square', () => {
      tf.tidy(() => {
        const x = tf.tensor(values, shape);
        expectNormalized(rmsNorm(x, { epsilon }), (index) => Math.floor(index / 4), false);
        expectNormalized(rmsNorm(x, { axis: [1, 2], epsilon }), atBatch, false);
      });
    });

    it('has right derivatives', () => {
      tf.tidy(() => {
        const ratio = checkGradient(
          (at, gamma) => rmsNorm(at as tf.Tensor, { gamma: gamma as tf.Tensor, epsilon: 0.1 }),
          [tf.tensor(values, shape), tf.tensor(seededValues(2, 4))],
        );
        expect(ratio).toBeLessThanOrEqual(1);
      });
    });
  });
});
