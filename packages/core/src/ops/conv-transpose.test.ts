import {
  type ConvolutionCase,
  checkGradient,
  convolutionShapes,
  describeBackends,
  expectWithinRounding,
  seededValues,
  transposeByLoops,
  type WindowAxis,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ShapeError, ValueError } from '../errors.js';
import { type ConvTransposeOptions, convTranspose } from './conv-transpose.js';

/** One axis of the convolution whose transpose is tested: `inSize` is what the transpose makes. */
const axis = (inSize: number, filterSize: number, options: Partial<WindowAxis> = {}): WindowAxis => ({
  inSize,
  filterSize,
  stride: 1,
  dilation: 1,
  pad: 'valid',
  ...options,
});

/** Sizes by Keras's rule, worked out by hand: the transpose maps the output size of each axis to `inSize`. */
const cases: readonly (readonly [name: string, axes: readonly WindowAxis[], ConvTransposeOptions])[] = [
  ['1-D valid: 4 -> 9', [axis(9, 3, { stride: 2 })], { strides: 2 }],
  ['1-D valid, stride above kernel: 3 -> 9', [axis(9, 2, { stride: 3 })], { strides: 3 }],
  ['1-D dilated: 4 -> 8', [axis(8, 3, { dilation: 2 })], { dilationRate: 2 }],
  ['1-D dilated same: 5 -> 5', [axis(5, 3, { dilation: 2, pad: 'same' })], { dilationRate: 2, padding: 'same' }],
  ['1-D outputPadding 0: 4 -> 8', [axis(8, 2, { stride: 2 })], { strides: 2, outputPadding: 0 }],
  ['1-D outputPadding 1: 4 -> 9', [axis(9, 2, { stride: 2 })], { strides: 2, outputPadding: 1 }],
  [
    '1-D same, outputPadding 0: 4 -> 7',
    [axis(7, 3, { stride: 2, pad: 'same' })],
    { strides: 2, padding: 'same', outputPadding: 0 },
  ],
  [
    '2-D same: [2, 3] -> [4, 9]',
    [axis(4, 3, { stride: 2, pad: 'same' }), axis(9, 2, { stride: 3, pad: 'same' })],
    { strides: [2, 3], padding: 'same' },
  ],
  ['2-D dilated: [2, 3] -> [6, 4]', [axis(6, 3, { dilation: 2 }), axis(4, 2)], { dilationRate: [2, 1] }],
  [
    '3-D same: [2, 1, 2] -> [4, 2, 2]',
    [axis(4, 2, { stride: 2, pad: 'same' }), axis(2, 3, { stride: 2, pad: 'same' }), axis(2, 1, { pad: 'same' })],
    { strides: [2, 2, 1], padding: 'same' },
  ],
  [
    '3-D same, strides longer than the kernel: [2, 1, 2] -> [6, 3, 4]',
    [
      axis(6, 1, { stride: 3, pad: 'same' }),
      axis(3, 2, { stride: 3, pad: 'same' }),
      axis(4, 1, { stride: 2, pad: 'same' }),
    ],
    { strides: [3, 3, 2], padding: 'same' },
  ],
];

describeBackends('convTranspose', () => {
  it.each(cases)('%s equals loops', (_name, axes, options) => {
    const shape: ConvolutionCase = { batch: 2, axes, channels: 3, filters: 2, groups: 1 };
    const shapes = convolutionShapes(shape);
    const [xValues, kernelValues] = [shapes.y, shapes.kernel].map((sizes, seed) =>
      seededValues(seed, tf.util.sizeFromShape(sizes)),
    ) as [Float32Array, Float32Array];
    tf.tidy(() => {
      const [x, kernel] = [tf.tensor(xValues, shapes.y), tf.tensor(kernelValues, shapes.kernel)];
      const y = convTranspose(x, kernel, options);
      const { exact, magnitudes, terms } = transposeByLoops(shape, xValues, kernelValues);
      expect(y.shape).toEqual(shapes.x);
      expectWithinRounding(y.dataSync(), exact, magnitudes, terms);
      const ratio = checkGradient((a, b) => convTranspose(a, b, options), [x, kernel], { directions: 1 });
      expect(ratio).toBeLessThanOrEqual(1);
    });
  });

  it('refuses what does not fit together', () => {
    tf.tidy(() => {
      const [x, kernel] = [tf.zeros([1, 5, 4]), tf.zeros([3, 6, 4])];
      expect(() => convTranspose(x, tf.zeros([3, 4, 6]))).toThrow(ShapeError);
      expect(() => convTranspose(x, kernel, { outputPadding: 1 })).toThrow(ValueError);
      expect(() => convTranspose(x, kernel, { strides: 2, outputPadding: 2 })).toThrow(/from 0 to 1/);
      expect(() => convTranspose(x, kernel, { strides: 2, padding: 'same', outputPadding: 2 })).toThrow(/from 0 to 1/);
      expect(() => convTranspose(x, kernel, { strides: 2, dilationRate: 2 })).toThrow(/dilationRate/);
    });
  });
});
