/** First values: their distribution, and that they are the same on every backend. */
import { type DType, random, type Shape } from '@isograd/core';
import { describeBackends, expectWithinRounding } from '@isograd/testing';
import { tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constant, ones, zeros } from './constant.js';
import { serialized } from '../named-option.js';
import { identityInitializer } from './identity-initializer.js';
import type { Initializer } from './initializer.js';
import { resolveInitializer } from './named-initializer.js';
import { orthogonal } from './orthogonal.js';
import { randomNormal, randomUniform, truncatedNormal } from './random.js';
import { type StftOptions, stft } from './stft.js';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
} from './variance-scaling.js';

async function valuesOf(initializer: Initializer, shape: Shape, seed = 3): Promise<Float32Array> {
  const tensor = tidy(() => initializer.init(random.key(seed), shape, 'float32'));
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

/** Of the first backend. */
let orthogonalBits: Float32Array | undefined;

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

  it('counts fans along given axes', async () => {
    // A kernel [features, heads, headDim] of an attention layer: 60 inputs, 5 x 8 outputs.
    const axes = { inputAxes: [0], outputAxes: [1, -1] };
    const { variance, largest } = moments(await valuesOf(glorotUniform(axes), [60, 5, 8]));
    expect(Math.abs(variance / (2 / 100) - 1)).toBeLessThan(5 * Math.sqrt(2 / 2400));
    expect(largest).toBeLessThanOrEqual(uniformLimit(2 / 100) * (1 + 2 ** -20));
    const { variance: ofOutputs } = moments(
      await valuesOf(varianceScaling({ mode: 'fanOut', inputAxes: [1], outputAxes: [0] }), [60, 5, 8]),
    );
    expect(Math.abs(ofOutputs / (1 / 60) - 1)).toBeLessThan(5 * Math.sqrt(2 / 2400));
  });

  it('draws the same for the same seed, whatever the key', async () => {
    const drawn = ['randomUniform', 'randomNormal', 'truncatedNormal', 'heNormal', 'orthogonal'] as const;
    for (const name of drawn) {
      const className = resolveInitializer('test', name).className;
      const draw = (seed: number | undefined, key: number): Promise<Float32Array> =>
        valuesOf(readInitializer(className, seed === undefined ? {} : { seed }), [3, 4], key);
      expect(await draw(7, 1), name).toEqual(await draw(7, 2));
      expect(await draw(7, 1), name).not.toEqual(await draw(8, 1));
      expect(await draw(undefined, 1), name).not.toEqual(await draw(undefined, 2));
      expect(await draw(7, 1), name).toEqual(await draw(undefined, 7));
    }
  });

  it.each<[Shape, number]>([
    [[5, 5], 1],
    [[7, 3], 2],
    [[3, 7], 0.5],
    [[3, 3, 2, 4], 1],
    [[2, 2, 30], 1],
    [[1, 1], 1],
  ])('makes [%s] orthogonal', async (shape, gain) => {
    const columns = shape.at(-1) ?? 1;
    const values = await valuesOf(orthogonal({ gain }), shape);
    const rows = values.length / columns;
    const element = (row: number, column: number): number => values[row * columns + column] as number;
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        const products = Array.from({ length }, (_, k) =>
          rows < columns ? element(a, k) * element(b, k) : element(k, a) * element(k, b),
        );
        // Rounding of the elements alone: each product is off by at most 2 half units in the last place.
        const sum = products.reduce((total, product) => total + product, 0);
        const magnitude = products.reduce((total, product) => total + Math.abs(product), 0);
        expectWithinRounding([sum], [a === b ? gain ** 2 : 0], [magnitude], 0);
      }
    }
  });

  it('gives every direction to the vectors of an orthogonal matrix', async () => {
    const first: number[] = [];
    for (let seed = 0; seed < 400; seed++) first.push((await valuesOf(orthogonal({ seed }), [2, 2]))[0] as number);
    // cos of a uniform angle: mean 0, mean square 1 / 2, fourth moment 3 / 8; five standard errors of 400 draws.
    const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(meanOf(first))).toBeLessThan(5 * Math.sqrt(1 / 2 / 400));
    expect(Math.abs(meanOf(first.map((x) => x * x)) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 8 / 400));
  });

  it('makes the same orthogonal matrices on every backend', async () => {
    const values = await valuesOf(orthogonal(), [4, 6]);
    orthogonalBits ??= values;
    expect(values).toEqual(orthogonalBits);
  });

  it('makes identity matrices of any size', async () => {
    expect(Array.from(await valuesOf(identityInitializer({ gain: 2 }), [2, 3]))).toEqual([2, 0, 0, 0, 2, 0]);
    expect(Array.from(await valuesOf(identityInitializer(), [3, 2]))).toEqual([1, 0, 0, 1, 0, 0]);
  });

  it.each<[StftOptions, (step: number) => number, number]>([
    [{}, (step) => 0.5 - 0.5 * Math.cos((2 * Math.PI * step) / 5), -1],
    [{ side: 'imag', periodic: true }, (step) => 0.5 - 0.5 * Math.cos((2 * Math.PI * step) / 6), -1],
    [{ window: 'hamming', scaling: 'spectrum' }, (step) => 0.54 - 0.46 * Math.cos((2 * Math.PI * step) / 5), 1],
    [{ side: 'imag', window: [1, 2, 3, 4, 5, 6], scaling: null }, (step) => step + 1, 0],
    [{ window: null }, () => 1, 0],
  ])('makes the kernels of a Fourier transform, %j', async (options, window, scaling) => {
    const weights = [0, 1, 2, 3, 4, 5].map(window);
    const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const norm = scaling === 0 ? 1 : scaling < 0 ? Math.sqrt(squares) : total;
    const wave = options.side === 'imag' ? Math.sin : Math.cos;
    const expected = weights.flatMap((weight, step) =>
      [0, 1, 2, 3, 4].map((bin) => (weight / norm) * wave((-2 * Math.PI * step * bin) / 8)),
    );
    const magnitudes = expected.map(() => Math.max(1, ...weights));
    expectWithinRounding(await valuesOf(stft(options), [6, 1, 5]), expected, magnitudes, 0);
  });

  it.each<[DType, Initializer, number[]]>([
    ['int32', zeros(), [0, 0]],
    ['int32', ones(), [1, 1]],
    ['int32', constant({ value: -3 }), [-3, -3]],
    ['bool', ones(), [1, 1]],
    ['bool', zeros(), [0, 0]],
    ['int32', identityInitializer({ gain: 4 }), [4, 0]],
  ])('makes %s values', async (dtype, initializer, values) => {
    const tensor = tidy(() => initializer.init(random.key(0), [1, 2], dtype));
    expect(tensor.dtype).toBe(dtype);
    expect(Array.from(await tensor.data())).toEqual(values);
    tensor.dispose();
  });

  it.each<[string, Initializer, DType]>([
    ['a fraction', constant({ value: 0.5 }), 'int32'],
    ['a number beyond int32', constant({ value: 2 ** 31 }), 'int32'],
    ['2', constant({ value: 2 }), 'bool'],
    ['a gain with a fraction', identityInitializer({ gain: 0.5 }), 'int32'],
    ['draws', randomUniform(), 'int32'],
    ['normal draws', truncatedNormal(), 'bool'],
    ['scaled draws', glorotUniform(), 'int32'],
    ['an orthogonal matrix', orthogonal(), 'int32'],
  ])('refuses %s as %s', (_name, initializer, dtype) => {
    expect(() => tidy(() => initializer.init(random.key(0), [2, 2], dtype))).toThrow(/\[INITIALIZER_DTYPE\]$/);
  });

  it.each<[string, Initializer, Shape]>([
    ['an identity', identityInitializer(), [3]],
    ['an identity', identityInitializer(), [3, 3, 3]],
    ['an orthogonal vector', orthogonal(), [3]],
    ['a transform of several channels', stft(), [4, 2, 3]],
    ['a transform of one frequency', stft(), [4, 1, 1]],
    ['a transform of another frame', stft({ window: [1, 1] }), [4, 1, 3]],
  ])('refuses %s of shape [%s]', (_name, initializer, shape) => {
    expect(() => tidy(() => initializer.init(random.key(0), shape, 'float32'))).toThrow(/\[INITIALIZER_SHAPE\]$/);
  });

  it('refuses axes that the weight does not have', () => {
    const initializer = heNormal({ inputAxes: [0], outputAxes: [2] });
    expect(() => tidy(() => initializer.init(random.key(0), [3, 3], 'float32'))).toThrow(/\[LAYER_OPTION\]$/);
  });

  it('fills with constants', async () => {
    expect(Array.from(await valuesOf(zeros(), [2]))).toEqual([0, 0]);
    expect(Array.from(await valuesOf(ones(), [2]))).toEqual([1, 1]);
    expect(Array.from(await valuesOf(constant({ value: 0.5 }), [2]))).toEqual([0.5, 0.5]);
  });
});

/** What a file may hold. */
const readInitializer = (className: string, config: Record<string, unknown>): Initializer =>
  resolveInitializer('dense', { className, config });

describe('initializers', () => {
  it.each<[string, Record<string, unknown>]>([
    ['Constant', { value: '1' }],
    ['Constant', { value: Number.NaN }],
    ['Constant', { value: [1] }],
    ['Identity', { gain: true }],
    ['Orthogonal', { gain: Number.POSITIVE_INFINITY }],
    ['Orthogonal', { seed: -1 }],
    ['RandomUniform', { minval: 1 }],
    ['RandomUniform', { maxval: {} }],
    ['RandomUniform', { seed: 0.5 }],
    ['RandomNormal', { stddev: -1 }],
    ['RandomNormal', { mean: '0' }],
    ['TruncatedNormal', { seed: 2 ** 53 }],
    ['VarianceScaling', { scale: 0 }],
    ['VarianceScaling', { mode: 'fan_in' }],
    ['VarianceScaling', { distribution: 'normal' }],
    ['VarianceScaling', { inputAxes: [0] }],
    ['GlorotUniform', { inputAxes: [0.5], outputAxes: [1] }],
    ['GlorotUniform', { inputAxes: 0, outputAxes: [1] }],
    ['HeNormal', { seed: '3' }],
    ['STFT', { side: 'left' }],
    ['STFT', { window: 'kaiser' }],
    ['STFT', { window: [1, 'x'] }],
    ['STFT', { window: [] }],
    ['STFT', { scaling: 1 }],
    ['STFT', { periodic: 0 }],
  ])('%s refuses %j', (className, config) => {
    expect(() => readInitializer(className, config)).toThrow(/\[LAYER_OPTION\]$/);
  });

  it('give seeds and axes back in their configs', () => {
    const configs: [string, Record<string, unknown>][] = [
      ['RandomNormal', { mean: 0, stddev: 1, seed: 3 }],
      ['Orthogonal', { gain: 2, seed: 0 }],
      ['HeUniform', { seed: 4, inputAxes: [0], outputAxes: [-1] }],
      ['STFT', { side: 'imag', window: null, scaling: null, periodic: true }],
    ];
    for (const [className, config] of configs) {
      expect(serialized(readInitializer(className, config))).toEqual({ className, config });
    }
  });

  it('say what they are in Keras words', () => {
    expect([glorotUniform(), zeros(), randomNormal()].map(({ className, config }) => ({ className, config }))).toEqual([
      { className: 'GlorotUniform', config: {} },
      { className: 'Zeros', config: {} },
      { className: 'RandomNormal', config: { mean: 0, stddev: 0.05 } },
    ]);
  });
});
