/** Layers of positions against KerasHub's formulas in float64, and its frequencies as it computes them. */
import { DTypeError, keyData, ShapeError } from '@isograd/core';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { positionEmbedding } from './position-embedding.js';
import { rotaryEmbedding } from './rotary-embedding.js';
import { type RotaryFrequencyOptions, rotaryFrequencies, rotaryMagnitude } from './rotary-frequencies.js';
import { sinePositionEncoding } from './sine-position-encoding.js';
import { tokenAndPositionEmbedding } from './token-and-position-embedding.js';

const plain: RotaryFrequencyOptions = {
  maxWavelength: 10000,
  scalingFactor: 1,
  ropeType: 'linear',
  betaFast: 32,
  betaSlow: 1,
  originalMaxPositionEmbeddings: 4096,
  truncate: true,
  denominatorDim: undefined,
};

describe('rotaryFrequencies', () => {
  // KerasHub 0.32.0, RotaryEmbedding._get_inverse_freq on JAX, to seven digits.
  const cases: readonly (readonly [options: Partial<RotaryFrequencyOptions>, frequencies: readonly number[]])[] = [
    [{}, [1, 0.04641588, 0.002154434]],
    [{ scalingFactor: 2, maxWavelength: 100 }, [0.5, 0.1077217, 0.02320794]],
    [{ ropeType: 'dynamic', scalingFactor: 3 }, [0.1924501, 0.008932741, 0.0004146211]],
    [
      { ropeType: 'yarn', scalingFactor: 4 },
      [1, 0.3162278, 0.1, 0.02569351, 0.00625, 0.001383497, 0.00025, 7.905695e-5],
    ],
    [
      {
        ropeType: 'yarn',
        scalingFactor: 4,
        truncate: false,
        betaFast: 8,
        betaSlow: 2,
        originalMaxPositionEmbeddings: 512,
        maxWavelength: 500,
      },
      [1, 0.4598633, 0.2114742, 0.0967509, 0.02569709, 0.005141428, 0.002364354, 0.00108728],
    ],
    [{ denominatorDim: 12 }, [1, 0.2154435, 0.04641588]],
  ];
  it.each(cases)('of %j are those of KerasHub', (options, frequencies) => {
    const got = rotaryFrequencies(2 * frequencies.length, { ...plain, ...options });
    frequencies.forEach((frequency, pair) => {
      const values = Float64Array.of(1);
      expectWithinTolerance([(got[pair] as number) / frequency], { shape: [1], dtype: 'float64', values });
    });
  });

  it('are strengthened by YaRN', () => {
    expect(rotaryMagnitude({ ...plain, scalingFactor: 4 })).toBe(1);
    expect(rotaryMagnitude({ ...plain, ropeType: 'yarn', scalingFactor: 4 })).toBe(0.1 * Math.log(4) + 1);
  });
});

const [batch, time, heads, features] = [2, 4, 3, 6];

/** The position of a step, by example. */
type PositionOf = (b: number, t: number) => number;
const fromStart: PositionOf = (_b, t) => t;

/** Second inputs, and the positions that they mean. */
const places: readonly (readonly [string, () => tf.Tensor | undefined, PositionOf])[] = [
  ['at the start', () => undefined, fromStart],
  ['from a first position on', () => tf.scalar(3, 'int32'), (_b, t) => 3 + t],
  [
    'at given positions',
    () =>
      tf.tensor2d(
        [
          [5, 0, 1, 2],
          [3, 3, 4, 0],
        ],
        [2, 4],
        'int32',
      ),
    (b, t) =>
      [
        [5, 0, 1, 2],
        [3, 3, 4, 0],
      ][b]?.[t] ?? Number.NaN,
  ],
  [
    'at positions for all',
    () => tf.tensor2d([[4, 2, 0, 1]], [1, 4], 'int32'),
    (_b, t) => [4, 2, 0, 1][t] ?? Number.NaN,
  ],
];

function expectOutput(layer: Layer, x: tf.Tensor, given: tf.Tensor | undefined, values: Float64Array): void {
  layer.ensureBuilt([x.shape], { path: 'layer', key: keyData(1) });
  const y = layer.run(given === undefined ? [x] : [x, given], { training: false }) as tf.Tensor;
  expect(y.shape.reduce((size, axis) => size * axis, 1)).toBe(values.length);
  expectWithinTolerance(y.dataSync(), { shape: y.shape, dtype: 'float64', values });
}

/** Each number of `[batch, time, heads, features]` by its place. */
function eachPlace(compute: (b: number, t: number, h: number, f: number) => number): Float64Array {
  const values: number[] = [];
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < time; t++)
      for (let h = 0; h < heads; h++) for (let f = 0; f < features; f++) values.push(compute(b, t, h, f));
  return Float64Array.from(values);
}

describeBackends('positions', () => {
  for (const [where, given, positionOf] of places) {
    it(`rotate halves of the features, ${where}`, () => {
      const data = seededValues(1, batch * time * heads * features);
      const at = (b: number, t: number, h: number, f: number): number =>
        data[((b * time + t) * heads + h) * features + f] as number;
      const values = eachPlace((b, t, h, f) => {
        const half = features / 2;
        const angle = positionOf(b, t) * 100 ** ((-2 * (f % half)) / features);
        const other = f < half ? -at(b, t, h, f + half) : at(b, t, h, f - half);
        return at(b, t, h, f) * Math.cos(angle) + other * Math.sin(angle);
      });
      tf.tidy(() => {
        const x = tf.tensor(data, [batch, time, heads, features]);
        expectOutput(rotaryEmbedding({ maxWavelength: 100 }), x, given(), values);
        const turned = tf.transpose(x, [0, 3, 2, 1]); // features before time
        const layer = rotaryEmbedding({ maxWavelength: 100, sequenceAxis: 3, featureAxis: 1 });
        layer.ensureBuilt([turned.shape], { path: 'layer', key: keyData(1) });
        const second = given();
        const y = layer.run(second === undefined ? [turned] : [turned, second], { training: false }) as tf.Tensor;
        const back = tf.transpose(y, [0, 3, 2, 1]);
        expectWithinTolerance(back.dataSync(), { shape: back.shape, dtype: 'float64', values });
      });
    });

    it(`are sines and cosines, ${where}`, () => {
      for (const size of [6, 5]) {
        const values: number[] = [];
        for (let b = 0; b < batch; b++) {
          for (let t = 0; t < time; t++) {
            for (let f = 0; f < size; f++) {
              const angle = positionOf(b, t) * (1 / 200) ** ((2 * Math.floor(f / 2)) / size);
              values.push(f % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
            }
          }
        }
        tf.tidy(() => {
          const x = tf.zeros([batch, time, size]);
          expectOutput(sinePositionEncoding({ maxWavelength: 200 }), x, given(), Float64Array.from(values));
        });
      }
    });

    it(`are looked up, ${where}`, () => {
      const layer = positionEmbedding({ sequenceLength: 7 });
      const both = tokenAndPositionEmbedding({ vocabularySize: 9, sequenceLength: 7, embeddingDim: 3 });
      layer.ensureBuilt([[null, null, 3]], { path: 'layer', key: keyData(1) });
      both.ensureBuilt([[null, null]], { path: 'both', key: keyData(1) });
      const rows = Float64Array.from(layer.weights[0]?.variable.dataSync() ?? []);
      const [tokenRows, positionRows] = both.weights.map(({ variable }) => Float64Array.from(variable.dataSync()));
      const tokens = [1, 8, 0, 3, 5, 2, 7, 7];
      const values: number[] = [];
      const sums: number[] = [];
      for (let b = 0; b < batch; b++) {
        for (let t = 0; t < time; t++) {
          for (let f = 0; f < 3; f++) {
            const row = positionOf(b, t) * 3 + f;
            values.push(rows[row] ?? Number.NaN);
            const token = tokenRows?.[(tokens[b * time + t] as number) * 3 + f] ?? Number.NaN;
            sums.push(token + (positionRows?.[row] ?? Number.NaN));
          }
        }
      }
      tf.tidy(() => {
        expectOutput(layer, tf.zeros([batch, time, 3]), given(), Float64Array.from(values));
        expectOutput(both, tf.tensor(Int32Array.from(tokens), [batch, time]), given(), Float64Array.from(sums));
      });
      layer.dispose();
      both.dispose();
    });
  }

  it('beyond the last get the last', () => {
    const layer = positionEmbedding({ sequenceLength: 5 });
    layer.ensureBuilt([[null, null, 3]], { path: 'layer', key: keyData(1) });
    tf.tidy(() => {
      const beyond = layer.run([tf.zeros([1, 2, 3]), tf.tensor2d([[9, -2]], [1, 2], 'int32')], { training: false });
      const rows = layer.weights[0]?.variable as tf.Tensor;
      expect((beyond as tf.Tensor).dataSync()).toEqual(tf.gather(rows, [4, 0]).dataSync());
    });
    layer.dispose();
  });

  it('refuse what is no position', () => {
    const layer = positionEmbedding({ sequenceLength: 5 });
    layer.ensureBuilt([[null, null, 3]], { path: 'layer', key: keyData(1) });
    tf.tidy(() => {
      const x = tf.zeros([2, 4, 3]);
      const run = (second: tf.Tensor): unknown => layer.run([x, second], { training: false });
      expect(() => run(tf.scalar(1))).toThrow(DTypeError);
      expect(() => run(tf.zeros([4], 'int32'))).toThrow(/\[POSITIONS_SHAPE\]$/);
      expect(() => run(tf.zeros([2, 3], 'int32'))).toThrow(/\[POSITIONS_SHAPE\]$/);
      expect(() => layer.run([tf.zeros([2, 6, 3])], { training: false })).toThrow(/\[POSITIONS_LENGTH\]$/);
      expect(() => rotaryEmbedding().computeOutputShape([[null, 4, 5]])).toThrow(ShapeError);
      expect(() => rotaryEmbedding({ sequenceAxis: -1 }).computeOutputShape([[null, 4, 6]])).toThrow(
        /\[ROTARY_AXES\]$/,
      );
      expect(() => rotaryEmbedding({ sequenceAxis: 0 }).computeOutputShape([[null, 4, 6]])).toThrow(/\[ROTARY_AXES\]$/);
    });
    layer.dispose();
  });
});
