/** Shapes without computing, and configs in Keras's words. */
import type { PartialShape } from '@isograd/core';
import { describe, expect, it } from 'vitest';
import type { Layer, LayerConfig } from '../layer.js';
import { activation } from './activations/activation.js';
import { batchNormalization } from './normalization/batch-normalization.js';
import { conv2d } from './convolution/conv2d.js';
import { dense } from './core/dense.js';
import { dropout } from './regularization/dropout.js';
import { embedding } from './core/embedding.js';
import { flatten } from './reshaping/flatten.js';
import { globalAveragePooling2d } from './pooling/global-average-pooling.js';
import { averagePooling2d } from './pooling/average-pooling.js';
import { maxPooling2d } from './pooling/max-pooling.js';
import { reshape } from './reshaping/reshape.js';

describe('computeOutputShape', () => {
  // Keras's rules: valid floor((n - extent) / stride) + 1, same ceil(n / stride).
  const cases: [string, Layer, PartialShape, PartialShape][] = [
    ['dense', dense({ units: 3 }), [null, 5, 4], [null, 5, 3]],
    ['conv2d valid', conv2d({ filters: 2, kernelSize: 3, strides: 2 }), [null, 8, 7, 1], [null, 3, 3, 2]],
    [
      'conv2d same',
      conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
      [null, 8, 7, 1],
      [null, 4, 4, 2],
    ],
    ['conv2d dilated', conv2d({ filters: 2, kernelSize: [3, 1], dilationRate: 2 }), [null, 8, 7, 1], [null, 4, 7, 2]],
    ['conv2d of unknown size', conv2d({ filters: 2, kernelSize: 3 }), [null, null, null, 1], [null, null, null, 2]],
    ['maxPooling2d', maxPooling2d(), [null, 7, 6, 2], [null, 3, 3, 2]],
    [
      'averagePooling2d',
      averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }),
      [null, 7, 6, 2],
      [null, 7, 6, 2],
    ],
    ['globalAveragePooling2d', globalAveragePooling2d({ keepDims: true }), [null, 7, 6, 2], [null, 1, 1, 2]],
    ['flatten', flatten(), [null, 2, 3, 4], [null, 24]],
    ['flatten of unknown size', flatten(), [null, null, 3], [null, null]],
    ['reshape', reshape({ targetShape: [-1, 4] }), [null, 2, 6], [null, 3, 4]],
    ['embedding', embedding({ inputDim: 9, outputDim: 5 }), [null, 7], [null, 7, 5]],
    ['activation', activation({ activation: 'relu' }), [null, 2], [null, 2]],
    ['batchNormalization', batchNormalization(), [null, null, 4], [null, null, 4]],
    ['dropout', dropout({ rate: 0.5 }), [null, 2], [null, 2]],
  ];
  it.each(cases)('of %s', (_name, layer, input, output) => {
    expect(layer.computeOutputShape([input])).toEqual(output);
  });

  const refusals: [string, Layer, PartialShape, RegExp][] = [
    ['dense without features', dense({ units: 3 }), [null], /\[SHAPE_RANK\]$/],
    ['dense with unknown features', dense({ units: 3 }), [null, null], /\[SHAPE_UNKNOWN_AXIS\]$/],
    ['conv2d without channels', conv2d({ filters: 1, kernelSize: 3 }), [null, 8, 8], /\[SHAPE_RANK\]$/],
    ['a window that does not fit', maxPooling2d({ poolSize: 4 }), [null, 3, 3, 1], /\[SHAPE_EMPTY_OUTPUT\]$/],
    ['a reshape of another size', reshape({ targetShape: [5] }), [null, 2, 3], /\[RESHAPE_SIZE\]$/],
    ['a batch axis of channels', batchNormalization({ axis: 0 }), [null, 3], /\[LAYER_OPTION\]$/],
    [
      'groups that do not divide',
      conv2d({ filters: 4, kernelSize: 1, groups: 2 }),
      [null, 4, 4, 3],
      /\[LAYER_OPTION\]$/,
    ],
  ];
  it.each(refusals)('refuses %s', (_name, layer, input, message) => {
    expect(() => layer.computeOutputShape([input])).toThrow(message);
  });

  it('refuses several inputs where one is taken', () => {
    expect(() =>
      dense({ units: 1 }).computeOutputShape([
        [null, 2],
        [null, 2],
      ]),
    ).toThrow(/\[INPUT_COUNT\]$/);
  });
});

describe('getConfig', () => {
  const kernel = {
    activation: 'linear',
    useBias: true,
    kernelInitializer: { className: 'GlorotUniform', config: {} },
    biasInitializer: { className: 'Zeros', config: {} },
  };
  const cases: [string, Layer, LayerConfig][] = [
    ['dense', dense({ units: 3, activation: 'relu' }), { units: 3, ...kernel, activation: 'relu' }],
    [
      'conv2d',
      conv2d({ filters: 2, kernelSize: 3, padding: 'same' }),
      { filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: 'same', dilationRate: [1, 1], groups: 1, ...kernel },
    ],
    ['max_pooling2d', maxPooling2d(), { poolSize: [2, 2], strides: [2, 2], padding: 'valid' }],
    ['dropout', dropout({ rate: 0.5, seed: 3 }), { rate: 0.5, seed: 3 }],
    ['reshape', reshape({ targetShape: [2, -1] }), { targetShape: [2, -1] }],
    [
      'batch_normalization',
      batchNormalization(),
      {
        axis: -1,
        momentum: 0.99,
        epsilon: 1e-3,
        center: true,
        scale: true,
        betaInitializer: { className: 'Zeros', config: {} },
        gammaInitializer: { className: 'Ones', config: {} },
        movingMeanInitializer: { className: 'Zeros', config: {} },
        movingVarianceInitializer: { className: 'Ones', config: {} },
        renorm: false,
        renormClipping: {},
        renormMomentum: 0.99,
        synchronized: false,
      }, // Keras 3, which writes no clipping as null
    ],
    [
      'embedding',
      embedding({ inputDim: 9, outputDim: 5 }),
      {
        inputDim: 9,
        outputDim: 5,
        maskZero: false,
        embeddingsInitializer: { className: 'RandomUniform', config: { minval: -0.05, maxval: 0.05 } },
      },
    ],
  ];
  it.each(cases)('of %s', (name, layer, config) => {
    expect(layer.getConfig()).toEqual({ name, trainable: true, ...config });
  });
});
