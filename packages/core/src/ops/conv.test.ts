import {
  type ConvolutionCase,
  checkGradient,
  convolutionShapes,
  convolveByLoops,
  describeBackends,
  expectWithinRounding,
  seededValues,
  type WindowAxis,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ShapeError, ValueError } from '../errors.js';
import { type ConvOptions, conv } from './conv.js';

const axis = (inSize: number, filterSize: number, options: Partial<WindowAxis> = {}): WindowAxis => ({
  inSize,
  filterSize,
  stride: 1,
  dilation: 1,
  pad: 'valid',
  ...options,
});

const cases: readonly (readonly [name: string, ConvolutionCase, ConvOptions])[] = [
  [
    '1-D, causal and dilated, in 2 groups',
    { batch: 2, axes: [axis(7, 3, { dilation: 2, pad: [4, 0] })], channels: 4, filters: 6, groups: 2 },
    { padding: 'causal', dilationRate: 2, groups: 2 },
  ],
  [
    '1-D with a stride',
    { batch: 1, axes: [axis(8, 3, { stride: 2, pad: 'same' })], channels: 3, filters: 2, groups: 1 },
    { padding: 'same', strides: 2 },
  ],
  [
    '2-D in 3 groups',
    {
      batch: 2,
      axes: [axis(5, 2, { stride: 2, pad: 'same' }), axis(6, 3, { pad: 'same' })],
      channels: 6,
      filters: 3,
      groups: 3,
    },
    { padding: 'same', strides: [2, 1], groups: 3 },
  ],
  [
    '2-D with explicit padding',
    { batch: 1, axes: [axis(4, 3, { pad: [1, 2] }), axis(5, 2, { pad: [0, 1] })], channels: 2, filters: 3, groups: 1 },
    {
      padding: [
        [1, 2],
        [0, 1],
      ],
    },
  ],
  [
    '2-D, one group a channel, dilated',
    {
      batch: 1,
      axes: [axis(6, 2, { dilation: 2, pad: 'same' }), axis(5, 3, { dilation: 2, pad: 'same' })],
      channels: 3,
      filters: 6,
      groups: 3,
    },
    { padding: 'same', dilationRate: 2, groups: 3 },
  ],
  ['1-D, one group a channel', { batch: 2, axes: [axis(6, 3)], channels: 3, filters: 6, groups: 3 }, { groups: 3 }],
  [
    '3-D in 2 groups',
    { batch: 1, axes: [axis(3, 2), axis(4, 2), axis(3, 1)], channels: 4, filters: 2, groups: 2 },
    { groups: 2 },
  ],
  [
    '3-D, strides longer than the window',
    {
      batch: 1,
      axes: [
        axis(5, 1, { stride: 3, pad: 'same' }),
        axis(4, 2, { stride: 3, pad: 'same' }),
        axis(5, 1, { stride: 2, pad: 'same' }),
      ],
      channels: 2,
      filters: 2,
      groups: 1,
    },
    { padding: 'same', strides: [3, 3, 2] },
  ],
  [
    '3-D with explicit padding',
    {
      batch: 1,
      axes: [axis(2, 2, { pad: [1, 0] }), axis(2, 1), axis(3, 2, { pad: [0, 2] })],
      channels: 1,
      filters: 2,
      groups: 1,
    },
    {
      padding: [
        [1, 0],
        [0, 0],
        [0, 2],
      ],
    },
  ],
];

describeBackends('conv', () => {
  it.each(cases)('%s equals loops', (_name, shape, options) => {
    const shapes = convolutionShapes(shape);
    const [xValues, kernelValues] = [shapes.x, shapes.kernel].map((sizes, seed) =>
      seededValues(seed, tf.util.sizeFromShape(sizes)),
    ) as [Float32Array, Float32Array];
    tf.tidy(() => {
      const [x, kernel] = [tf.tensor(xValues, shapes.x), tf.tensor(kernelValues, shapes.kernel)];
      const y = conv(x, kernel, options);
      const { exact, magnitudes, terms } = convolveByLoops(shape, xValues, kernelValues);
      expect(y.shape).toEqual(shapes.y);
      expectWithinRounding(y.dataSync(), exact, magnitudes, terms);
      expect(checkGradient((a, b) => conv(a, b, options), [x, kernel], { directions: 1 })).toBeLessThanOrEqual(1);
    });
  });

  it('refuses what does not fit together', () => {
    tf.tidy(() => {
      const [x, kernel] = [tf.zeros([1, 5, 4]), tf.zeros([3, 4, 6])];
      expect(() => conv(tf.zeros([5, 4]), kernel)).toThrow(ShapeError);
      expect(() => conv(x, tf.zeros([3, 3, 4, 6]))).toThrow(/as many spatial axes/);
      expect(() => conv(x, kernel, { groups: 2 })).toThrow(/channels of a group/);
      expect(() => conv(x, kernel, { groups: 3 })).toThrow(ValueError);
      expect(() => conv(x, kernel, { strides: 2, dilationRate: 2 })).toThrow(/dilationRate/);
      expect(() => conv(x, kernel, { strides: [1, 1] })).toThrow(/strides/);
      expect(() => conv(x, kernel, { padding: [[1, -1]] })).toThrow(/padding/);
      expect(() => conv(tf.zeros([1, 5, 5, 4]), tf.zeros([3, 3, 4, 6]), { padding: 'causal' })).toThrow(/padding/);
    });
  });
});
