/** How statistics get into `normalization`, and what it refuses. */
import { fromArrays } from '@isograd/data';
import { keyData, NdArray } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { sequential } from '../../models/sequential.js';
import { type Normalization, normalization } from './normalization.js';

/** Two features far from 0, whose mean and variance float32 sums would lose. */
const rows = [
  [1000, -3],
  [1001, 5],
  [1002, 1],
  [1005, 9],
  [1002, 3],
] as const;
const data = new NdArray(Float32Array.from(rows.flat()), [5, 2]);
const means = [1002, 3];
const variances = [2.8, 16]; // Σ(x - mean)² / 5, by hand

function build(layer: Normalization): Normalization {
  layer.ensureBuilt([[null, 2]], { path: 'normalization', key: keyData(0) });
  return layer;
}

async function statistics(layer: Normalization): Promise<number[][]> {
  return (await layer.getWeights()).map((weight) => Array.from(weight.data));
}

/** float32 of what was computed by hand. */
const expected = [means, variances.map(Math.fround), [5]];

describeBackends('adapt', () => {
  it('takes mean and variance of an array, before and after the layer is built', async () => {
    const before = normalization();
    await before.adapt(data);
    expect(await statistics(build(before))).toEqual(expected);
    const after = build(normalization());
    expect(await statistics(after)).toEqual([[0, 0], [1, 1], [0]]);
    await after.adapt(data);
    expect(await statistics(after)).toEqual(expected);
    before.dispose();
    after.dispose();
  });

  it('takes them of batches alike, whatever their sizes, and forgets what it had', async () => {
    const layer = build(normalization());
    await layer.adapt(new NdArray(Float32Array.from([7, 7]), [1, 2]));
    await layer.adapt([new NdArray(data.data.slice(0, 2), [1, 2]), new NdArray(data.data.slice(2), [4, 2])]);
    expect(await statistics(layer)).toEqual(expected);
    await layer.adapt(fromArrays({ x: data, y: data }).batch(2));
    expect(await statistics(layer)).toEqual(expected);
    layer.dispose();
  });

  it('takes a tensor, and numbers without an axis of features', async () => {
    const layer = normalization({ axis: null });
    const x = tf.tensor1d([1, 2, 3, 4, 5]);
    await layer.adapt(x);
    layer.ensureBuilt([[null]], { path: 'normalization', key: keyData(0) });
    expect(await statistics(layer)).toEqual([[3], [2], [5]]);
    await layer.adapt([2, 4]);
    expect(await statistics(layer)).toEqual([[3], [1], [2]]);
    x.dispose();
    layer.dispose();
  });

  it('goes into the predictions of a model, and back by invert', async () => {
    const layer = normalization({ inputShape: [2] });
    const inverse = normalization({ invert: true });
    await Promise.all([layer.adapt(data), inverse.adapt(data)]);
    const model = sequential({ layers: [layer, inverse] });
    const y = (await model.predict(data)) as NdArray;
    // Half a unit in the last place of 1005 for each of the two roundings, and those of the deviation.
    Array.from(y.data).forEach((value, index) => {
      expect(Math.abs(value - (data.data[index] ?? Number.NaN))).toBeLessThan(2 ** -12);
    });
    model.dispose();
  });

  it('keeps what it has when the data are bad', async () => {
    const layer = build(normalization());
    await layer.adapt(data);
    await expect(layer.adapt(new NdArray(new Float32Array(6), [2, 3]))).rejects.toThrow(/\[ADAPT_SHAPE\]$/);
    await expect(layer.adapt([])).rejects.toThrow(/\[ADAPT_EMPTY\]$/);
    await expect(layer.adapt(new NdArray(new Float32Array(0), [0, 2]))).rejects.toThrow(/\[ADAPT_EMPTY\]$/);
    await expect(layer.adapt('data' as never)).rejects.toThrow(/\[DATA_KIND\]$/);
    await expect(layer.adapt([1, 2, 3])).rejects.toThrow(/\[LAYER_OPTION\]$/);
    expect(await statistics(layer)).toEqual(expected);
    layer.dispose();
  });
});

describe('normalization', () => {
  it('refuses statistics that do not go together or do not fit the input', () => {
    expect(() => normalization({ mean: 1 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => normalization({ mean: [1, 2], variance: [1] })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => normalization({ mean: [1, [2]], variance: [1, [2]] })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => normalization({ mean: 1, variance: -1 })).toThrow(/\[LAYER_OPTION\]$/);
    const layer = normalization({ mean: [1, 2, 3], variance: [1, 2, 3] });
    expect(() => layer.computeOutputShape([[null, 2]])).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => normalization().computeOutputShape([[null, null]])).toThrow(/\[SHAPE_UNKNOWN_AXIS\]$/);
  });

  it('refuses to adapt where mean and variance were given', async () => {
    await expect(normalization({ mean: 0, variance: 1 }).adapt(data)).rejects.toThrow(/\[ADAPT_FIXED\]$/);
  });

  it('refuses an input of another shape than it was adapted to', async () => {
    const layer = normalization();
    await layer.adapt(data);
    const context = { path: 'normalization', key: keyData(0) };
    expect(() => layer.ensureBuilt([[null, 3]], context)).toThrow(/\[ADAPT_SHAPE\]$/);
  });
});
