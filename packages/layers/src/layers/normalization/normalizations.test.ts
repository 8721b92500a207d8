/** What the fixtures do not hold: masks in other shapes, kernels of zeros, refusals. */
import { keyData } from '@isograd/core';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { dense } from '../core/dense.js';
import { dropout } from '../regularization/dropout.js';
import { batchNormalization } from './batch-normalization.js';
import { groupNormalization } from './group-normalization.js';
import { layerNormalization } from './layer-normalization.js';
import { spectralNormalization } from './spectral-normalization.js';
import { unitNormalization } from './unit-normalization.js';

function built<L extends Layer>(layer: L, shape: readonly number[]): L {
  layer.ensureBuilt([[null, ...shape.slice(1)]], { path: 'layer', key: keyData(0) });
  return layer;
}

/** Output of a training step, with a mask on the input. */
function train(layer: Layer, x: tf.Tensor, mask?: tf.Tensor): tf.Tensor {
  const masks = new WeakMap(mask === undefined ? [] : [[x, mask] as const]);
  return layer.run([x], { training: true, masks }) as tf.Tensor;
}

function float64(values: readonly number[]): Parameters<typeof expectWithinTolerance>[1] {
  return { shape: [values.length], dtype: 'float64', values: Float64Array.from(values) };
}

describeBackends('batchNormalization with a mask', () => {
  const shape = [2, 3, 2, 2];
  const values = seededValues(5, 24);
  /** Which [batch, time] count. */
  const kept = [
    [true, true, false],
    [true, false, false],
  ];

  it.each([-1, 1, 2])('takes its statistics of what counts, in images over time too, along axis %i', (axis) => {
    const channel = axis < 0 ? axis + 4 : axis;
    const strides = [12, 4, 2, 1];
    const coordinate = (index: number, of: number): number => Math.floor(index / (strides[of] ?? 1)) % (shape[of] ?? 1);
    const channels = Array.from({ length: shape[channel] ?? 0 }, (_, number) => {
      const members = Array.from(values).filter(
        (_value, index) =>
          coordinate(index, channel) === number && kept[coordinate(index, 0)]?.[coordinate(index, 1)] === true,
      );
      const count = Math.max(1, members.length);
      const mean = members.reduce((total, value) => total + value, 0) / count;
      return { mean, variance: members.reduce((total, value) => total + (value - mean) ** 2, 0) / count };
    });
    const layer = built(batchNormalization({ axis, momentum: 0 }), shape);
    tf.tidy(() => {
      const mask = tf.tensor2d(
        kept.map((row) => row.map(Number)),
        [2, 3],
        'bool',
      );
      const y = train(layer, tf.tensor(values, shape), mask);
      const normalized = Array.from(values, (value, index) => {
        const { mean = 0, variance = 0 } = channels[coordinate(index, channel)] ?? {};
        return (value - mean) / Math.sqrt(variance + 1e-3);
      });
      expectWithinTolerance(y.dataSync(), float64(normalized));
      const moving = layer.nonTrainableWeights.map(({ variable }) => variable.dataSync());
      expectWithinTolerance(moving[0] as Float32Array, float64(channels.map(({ mean }) => mean)));
      expectWithinTolerance(moving[1] as Float32Array, float64(channels.map(({ variance }) => variance)));
    });
    layer.dispose();
  });

  it('is not touched by NaN in what is masked', () => {
    const layer = built(batchNormalization(), [2, 2, 1]);
    tf.tidy(() => {
      const x = tf.tensor3d([1, Number.NaN, 3, Number.NaN], [2, 2, 1]);
      const y = train(layer, x, tf.tensor2d([1, 0, 1, 0], [2, 2], 'bool'));
      expect(Array.from(y.dataSync()).filter(Number.isFinite)).toHaveLength(2);
      for (const { variable } of layer.weights)
        expect(Array.from(variable.dataSync()).every(Number.isFinite)).toBe(true);
    });
    layer.dispose();
  });

  it('takes 0 for both statistics where nothing counts', () => {
    const layer = built(batchNormalization({ momentum: 0 }), [1, 2, 1]);
    tf.tidy(() => {
      train(layer, tf.ones([1, 2, 1]), tf.tensor2d([0, 0], [1, 2], 'bool'));
      expect(layer.nonTrainableWeights.map(({ variable }) => variable.dataSync()[0])).toEqual([0, 0]);
    });
    layer.dispose();
  });

  it('keeps its statistics when it is frozen', () => {
    const layer = built(batchNormalization({ trainable: false, renorm: true }), [4, 2]);
    const before = layer.weights.map(({ variable }) => variable.dataSync());
    tf.tidy(() => {
      train(layer, tf.tensor(seededValues(1, 8), [4, 2]));
    });
    expect(layer.weights.map(({ variable }) => variable.dataSync())).toEqual(before);
    layer.dispose();
  });
});

describeBackends('layerNormalization with rmsScaling', () => {
  it('divides by the deviation and keeps the mean', () => {
    const values = seededValues(3, 12);
    const layer = built(layerNormalization({ rmsScaling: true }), [3, 4]);
    const expected = Array.from(values, (value, index) => {
      const row = Array.from(values.slice(index - (index % 4), index - (index % 4) + 4));
      const mean = row.reduce((total, x) => total + x, 0) / 4;
      return value / Math.sqrt(row.reduce((total, x) => total + (x - mean) ** 2, 0) / 4 + 1e-3);
    });
    tf.tidy(() => {
      expectWithinTolerance(train(layer, tf.tensor(values, [3, 4])).dataSync(), float64(expected));
    });
    layer.dispose();
  });
});

describeBackends('unitNormalization', () => {
  it('keeps zeros, and has a finite gradient there', () => {
    const layer = built(unitNormalization(), [1, 2]);
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x) => train(layer, x))(tf.zeros([1, 2]), tf.ones([1, 2]));
      expect(Array.from(value.dataSync())).toEqual([0, 0]);
      expect(Array.from(grad.dataSync()).every(Number.isFinite)).toBe(true);
    });
    layer.dispose();
  });
});

describeBackends('spectralNormalization', () => {
  it('brings the largest singular value to 1', () => {
    // A diagonal kernel, whose singular values are what stands on the diagonal.
    const inner = dense({ units: 3, useBias: false });
    const layer = built(spectralNormalization({ layer: inner, powerIterations: 60 }), [1, 3]);
    tf.tidy(() => {
      inner.weights[0]?.variable.assign(tf.tensor2d([4, 0, 0, 0, -2, 0, 0, 0, 1], [3, 3]));
      const y = train(layer, tf.tensor2d([1, 1, 1], [1, 3]));
      expectWithinTolerance(y.dataSync(), float64([1, -0.5, 0.25]));
      const inference = layer.run([tf.tensor2d([1, 1, 1], [1, 3])], { training: false }) as tf.Tensor;
      expectWithinTolerance(inference.dataSync(), float64([1, -0.5, 0.25]));
    });
    layer.dispose();
  });

  it('leaves a kernel of zeros as it is', () => {
    const layer = built(
      spectralNormalization({ layer: dense({ units: 2, kernelInitializer: 'zeros', useBias: false }) }),
      [1, 3],
    );
    const before = layer.weights.map(({ variable }) => variable.dataSync());
    tf.tidy(() => {
      expect(Array.from(train(layer, tf.ones([1, 3])).dataSync())).toEqual([0, 0]);
    });
    expect(layer.weights.map(({ variable }) => variable.dataSync())).toEqual(before);
    layer.dispose();
  });
});

describe('normalizations refuse', () => {
  it('options out of range', () => {
    expect(() => batchNormalization({ momentum: 2 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => batchNormalization({ synchronized: true })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => batchNormalization({ renormClipping: { rmax: 1, rmin: 2 } })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => batchNormalization({ renormClipping: { max: 1 } as never })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => layerNormalization({ axis: [1, 1] })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => groupNormalization({ groups: 0 })).toThrow(/\[LAYER_OPTION\]$/);
  });

  it('axes that the input does not have, or that are the batch', () => {
    expect(() => layerNormalization({ axis: 0 }).computeOutputShape([[null, 3]])).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => layerNormalization({ axis: [1, -1] }).computeOutputShape([[null, 3]])).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => groupNormalization({ groups: 2 }).computeOutputShape([[null, 3]])).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => layerNormalization().computeOutputShape([[null, null]])).toThrow(/\[SHAPE_UNKNOWN_AXIS\]$/);
  });

  it('layers without a kernel', () => {
    const layer = spectralNormalization({ layer: dropout({ rate: 0.5 }) });
    const context = { path: 'layer', key: keyData(0) };
    expect(() => layer.ensureBuilt([[null, 3]], context)).toThrow(/\[SPECTRAL_KERNEL\]$/);
    expect(() => spectralNormalization({ layer: {} as never })).toThrow(/\[LAYER_EXPECTED\]$/);
    layer.dispose();
  });
});

describeBackends('normalizations that are built', () => {
  const makers = [batchNormalization, layerNormalization, () => groupNormalization({ groups: 1 })];
  it.each(makers.map((make) => [make().className, make] as const))('%s refuses another size', (_name, make) => {
    const layer = built(make(), [2, 3]);
    expect(() => layer.computeOutputShape([[null, 4]])).toThrow(/\[NORMALIZATION_AXES\]$/);
    tf.tidy(() => {
      expect(() => train(layer, tf.ones([2, 4]))).toThrow(/\[NORMALIZATION_AXES\]$/);
    });
    layer.dispose();
  });
});
