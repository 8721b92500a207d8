/** Shapes and refusals of pooling, and what fixtures do not show; numbers are in reference.test.ts and keras.test.ts. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { adaptiveAveragePooling2d } from './adaptive-average-pooling.js';
import { adaptiveMaxPooling1d } from './adaptive-max-pooling.js';
import { averagePooling3d } from './average-pooling.js';
import { globalAveragePooling1d, globalAveragePooling3d } from './global-average-pooling.js';
import { globalMaxPooling2d } from './global-max-pooling.js';
import { maxPooling1d, maxPooling2d } from './max-pooling.js';

const context = { path: 'layer', key: keyData(0) };

describe('computeOutputShape', () => {
  const cases: [string, Layer, PartialShape, PartialShape][] = [
    ['maxPooling1d', maxPooling1d(), [null, 7, 2], [null, 3, 2]],
    ['maxPooling2d of unknown sizes', maxPooling2d(), [null, null, 6, null], [null, null, 3, null]],
    ['averagePooling3d', averagePooling3d({ padding: 'same' }), [null, 7, 6, 5, 2], [null, 4, 3, 3, 2]],
    ['globalMaxPooling2d', globalMaxPooling2d(), [null, null, null, 2], [null, 2]],
    ['globalAveragePooling3d', globalAveragePooling3d({ keepDims: true }), [null, 7, 6, 5, 2], [null, 1, 1, 1, 2]],
    ['adaptiveAveragePooling2d', adaptiveAveragePooling2d({ outputSize: 3 }), [null, null, 2, 5], [null, 3, 3, 5]],
  ];
  it.each(cases)('of %s', (_name, layer, input, output) => {
    expect(layer.computeOutputShape([input])).toEqual(output);
  });

  const refusals: [string, Layer, PartialShape, RegExp][] = [
    ['an image for a sequence', maxPooling1d(), [null, 7, 7, 2], /\[SHAPE_RANK\]$/],
    ['a window that does not fit', maxPooling2d({ poolSize: 4 }), [null, 3, 3, 1], /\[SHAPE_EMPTY_OUTPUT\]$/],
    ['a sequence for an image', adaptiveAveragePooling2d({ outputSize: 3 }), [null, 3, 1], /\[SHAPE_RANK\]$/],
  ];
  it.each(refusals)('refuses %s', (_name, layer, input, message) => {
    expect(() => layer.computeOutputShape([input])).toThrow(message);
  });

  it('refuses options out of range', () => {
    for (const make of [
      () => maxPooling1d({ poolSize: 0 }),
      () => maxPooling2d({ strides: [1, 2, 3] as never }),
      () => averagePooling3d({ padding: 'causal' as never }),
      () => adaptiveMaxPooling1d({ outputSize: -1 }),
      () => globalMaxPooling2d({ keepDims: 1 as never }),
    ]) {
      expect(make).toThrow(/\[LAYER_OPTION\]$/);
    }
  });
});

describeBackends('pooling', () => {
  it('averages nothing where no step counts, and passes no gradient there', async () => {
    const layer = globalAveragePooling1d();
    layer.ensureBuilt([[null, 2, 1]], context);
    const x = tf.tensor3d([
      [[3], [Number.NaN]],
      [[5], [7]],
    ]);
    const mask = tf.tensor2d(
      [
        [true, false],
        [false, false],
      ],
      [2, 2],
      'bool',
    );
    const { y, dx } = tf.tidy(() => {
      const average = (input: tf.Tensor): tf.Tensor =>
        layer.run([input], { training: true, masks: new WeakMap([[input, mask]]) }) as tf.Tensor;
      return { y: average(x), dx: tf.grad(average)(x) };
    });
    expect([...(await y.data())]).toEqual([3, 0]);
    expect([...(await dx.data())]).toEqual([1, 0, 0, 0]);
    tf.dispose([x, mask, y, dx]);
    layer.dispose();
  });

  it('gives the gradient of an adaptive maximum to the first of equals, once', async () => {
    const layer = adaptiveMaxPooling1d({ outputSize: 2 });
    layer.ensureBuilt([[null, 3, 1]], context);
    // windows [1, 2] and [2, 2], which share the middle
    const dx = tf.tidy(() => {
      const pool = (x: tf.Tensor): tf.Tensor => layer.run([x], { training: true }) as tf.Tensor;
      return tf.grad(pool)(tf.tensor3d([[[1], [2], [2]]]));
    });
    expect([...(await dx.data())]).toEqual([0, 2, 0]);
    dx.dispose();
    layer.dispose();
  });
});
