/** Shapes and refusals of convolutions; numbers are in reference.test.ts and keras.test.ts. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { conv1d } from './conv1d.js';
import { conv1dTranspose } from './conv1d-transpose.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { conv3d } from './conv3d.js';
import { conv3dTranspose } from './conv3d-transpose.js';
import { depthwiseConv1d } from './depthwise-conv1d.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';
import { separableConv1d } from './separable-conv1d.js';
import { separableConv2d } from './separable-conv2d.js';

describe('computeOutputShape', () => {
  // Keras's rules: valid floor((n - extent) / stride) + 1, same and causal ceil(n / stride).
  const cases: [string, Layer, PartialShape, PartialShape][] = [
    ['conv1d valid', conv1d({ filters: 2, kernelSize: 3, strides: 2 }), [null, 8, 1], [null, 3, 2]],
    ['conv1d causal', conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: 'causal' }), [null, 7, 1], [null, 4, 2]],
    ['conv1d of unknown length', conv1d({ filters: 2, kernelSize: 3 }), [null, null, 1], [null, null, 2]],
    ['conv2d, one size unknown', conv2d({ filters: 2, kernelSize: 3 }), [null, null, 7, 1], [null, null, 5, 2]],
    [
      'conv3d dilated',
      conv3d({ filters: 2, kernelSize: 2, dilationRate: [1, 2, 3] }),
      [null, 5, 5, 5, 1],
      [null, 4, 3, 2, 2],
    ],
    // n · stride + max(extent - stride, 0), (n - 1) · stride + extent + outputPadding, n · stride
    ['conv1dTranspose', conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2 }), [null, 4, 1], [null, 9, 2]],
    [
      'conv1dTranspose, short kernel',
      conv1dTranspose({ filters: 2, kernelSize: 2, strides: 3 }),
      [4, 4, 1],
      [4, 12, 2],
    ],
    [
      'conv2dTranspose, outputPadding',
      conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, outputPadding: [0, 1] }),
      [null, 4, 4, 1],
      [null, 9, 10, 2],
    ],
    [
      'conv3dTranspose same',
      conv3dTranspose({ filters: 2, kernelSize: 3, strides: [1, 2, 3], padding: 'same' }),
      [null, 4, null, 4, 1],
      [null, 4, null, 12, 2],
    ],
    ['depthwiseConv1d', depthwiseConv1d({ kernelSize: 2, depthMultiplier: 3 }), [null, 4, 2], [null, 3, 6]],
    ['depthwiseConv2d', depthwiseConv2d({ kernelSize: 2, padding: 'same' }), [null, 4, 3, 2], [null, 4, 3, 2]],
    ['separableConv1d', separableConv1d({ filters: 5, kernelSize: 2 }), [null, 4, 2], [null, 3, 5]],
    ['separableConv2d', separableConv2d({ filters: 5, kernelSize: 2 }), [null, 4, 3, 2], [null, 3, 2, 5]],
  ];
  it.each(cases)('of %s', (_name, layer, input, output) => {
    expect(layer.computeOutputShape([input])).toEqual(output);
  });

  const refusals: [string, Layer, PartialShape, RegExp][] = [
    ['an image without channels', conv2d({ filters: 1, kernelSize: 3 }), [null, 8, 8], /\[SHAPE_RANK\]$/],
    ['a sequence for an image', conv1d({ filters: 1, kernelSize: 3 }), [null, 8, 8, 1], /\[SHAPE_RANK\]$/],
    ['unknown channels', conv1d({ filters: 1, kernelSize: 3 }), [null, 8, null], /\[SHAPE_UNKNOWN_AXIS\]$/],
    [
      'a window that does not fit',
      conv3d({ filters: 1, kernelSize: 4 }),
      [null, 4, 4, 3, 1],
      /\[SHAPE_EMPTY_OUTPUT\]$/,
    ],
    ['groups that do not divide', conv1d({ filters: 4, kernelSize: 1, groups: 2 }), [null, 4, 3], /\[LAYER_OPTION\]$/],
  ];
  it.each(refusals)('refuses %s', (_name, layer, input, message) => {
    expect(() => layer.computeOutputShape([input])).toThrow(message);
  });
});

describe('options', () => {
  const refusals: [string, () => Layer, RegExp][] = [
    ['strides with dilation', () => conv2d({ filters: 1, kernelSize: 2, strides: 2, dilationRate: 2 }), /dilationRate/],
    ['groups that do not divide filters', () => conv2d({ filters: 3, kernelSize: 2, groups: 2 }), /groups/],
    ['a kernel of two sizes in a volume', () => conv3d({ filters: 1, kernelSize: [2, 2] as never }), /kernelSize/],
    ['a kernel of size 0', () => depthwiseConv2d({ kernelSize: 0 }), /kernelSize/],
    ['causal images', () => conv2d({ filters: 1, kernelSize: 2, padding: 'causal' as never }), /padding/],
    ['a causal depthwise convolution', () => depthwiseConv1d({ kernelSize: 2, padding: 'causal' as never }), /padding/],
    ['no multiplier', () => separableConv2d({ filters: 1, kernelSize: 2, depthMultiplier: 0 }), /depthMultiplier/],
  ];
  it.each(refusals)('refuses %s', (_name, make, option) => {
    expect(make).toThrow(option);
    expect(make).toThrow(/\[LAYER_OPTION\]$/);
  });

  it('refuses an outputPadding that no strides allow', () => {
    const make = (outputPadding: number) => () =>
      conv1dTranspose({ filters: 1, kernelSize: 3, strides: 2, outputPadding });
    expect(make(1)).not.toThrow();
    expect(make(2)).toThrow(/outputPadding.*\[OP_OPTION\]$/s);
    expect(make(-1)).toThrow(/\[LAYER_OPTION\]$/);
  });
});

describeBackends('a convolution that was built', () => {
  it('refuses other channels than the kernel was built for', () => {
    const layer = separableConv1d({ filters: 2, kernelSize: 2 });
    layer.ensureBuilt([[null, 4, 3]], { path: 'layer', key: keyData(0) });
    expect(() => layer.computeOutputShape([[null, 4, 2]])).toThrow(/\[SHAPE_LAST_AXIS\]$/);
    layer.dispose();
  });
});
