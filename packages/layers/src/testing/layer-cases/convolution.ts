/** Convolutions as cases of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { conv1d } from '../../layers/convolution/conv1d.js';
import { conv1dTranspose } from '../../layers/convolution/conv1d-transpose.js';
import { conv2d } from '../../layers/convolution/conv2d.js';
import { conv2dTranspose } from '../../layers/convolution/conv2d-transpose.js';
import { conv3d } from '../../layers/convolution/conv3d.js';
import { conv3dTranspose } from '../../layers/convolution/conv3d-transpose.js';
import { depthwiseConv1d } from '../../layers/convolution/depthwise-conv1d.js';
import { depthwiseConv2d } from '../../layers/convolution/depthwise-conv2d.js';
import { separableConv1d } from '../../layers/convolution/separable-conv1d.js';
import { separableConv2d } from '../../layers/convolution/separable-conv2d.js';

export const convolutionCases: readonly LayerCase[] = [
  {
    name: 'conv1d, causal, dilated',
    make: () => conv1d({ filters: 3, kernelSize: 2, padding: 'causal', dilationRate: 2, activation: 'tanh' }),
    inputs: [{ shape: [2, 5, 2] }],
    weights: { kernel: [2, 2, 3], bias: [3] },
  },
  {
    name: 'conv1d, strided, groups',
    make: () =>
      conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', groups: 2, dataFormat: 'channelsLast' }),
    inputs: [{ shape: [2, 5, 4] }],
    weights: { kernel: [3, 2, 4], bias: [4] },
  },
  {
    name: 'conv2d',
    make: () => conv2d({ filters: 2, kernelSize: [2, 3], activation: 'tanh', kernelRegularizer: 'l2' }),
    inputs: [{ shape: [2, 3, 5, 2] }],
    weights: { kernel: [2, 3, 2, 2], bias: [2] },
    mask: 'none',
  },
  {
    name: 'conv2d, same, strided, groups, without bias',
    make: () => conv2d({ filters: 2, kernelSize: 3, strides: [2, 1], padding: 'same', groups: 2, useBias: false }),
    inputs: [{ shape: [1, 3, 4, 4] }],
    weights: { kernel: [3, 3, 2, 2] },
    mask: 'none',
  },
  {
    name: 'conv2d, dilated',
    make: () => conv2d({ filters: 2, kernelSize: 2, dilationRate: [2, 1] }),
    inputs: [{ shape: [1, 4, 3, 1] }],
    weights: { kernel: [2, 2, 1, 2], bias: [2] },
    mask: 'none',
  },
  {
    name: 'conv3d',
    make: () => conv3d({ filters: 2, kernelSize: [1, 2, 2], strides: [1, 2, 1], padding: 'same' }),
    inputs: [{ shape: [1, 2, 3, 3, 2] }],
    weights: { kernel: [1, 2, 2, 2, 2], bias: [2] },
    mask: 'none',
  },
  {
    name: 'conv3d, dilated, groups',
    make: () => conv3d({ filters: 2, kernelSize: 2, dilationRate: [1, 2, 1], groups: 2 }),
    inputs: [{ shape: [1, 2, 3, 3, 2] }],
    weights: { kernel: [2, 2, 2, 1, 2], bias: [2] },
    mask: 'none',
  },
  {
    name: 'conv1dTranspose',
    make: () => conv1dTranspose({ filters: 3, kernelSize: 3, strides: 2, outputPadding: 1, activation: 'tanh' }),
    inputs: [{ shape: [2, 3, 2] }],
    weights: { kernel: [3, 3, 2], bias: [3] },
  },
  {
    name: 'conv2dTranspose',
    make: () => conv2dTranspose({ filters: 2, kernelSize: [3, 2], strides: [2, 1], padding: 'same' }),
    inputs: [{ shape: [1, 2, 3, 2] }],
    weights: { kernel: [3, 2, 2, 2], bias: [2] },
    mask: 'none',
  },
  {
    name: 'conv2dTranspose, dilated, without bias',
    make: () => conv2dTranspose({ filters: 1, kernelSize: 2, dilationRate: 2, useBias: false }),
    inputs: [{ shape: [1, 2, 3, 2] }],
    weights: { kernel: [2, 2, 1, 2] },
    mask: 'none',
  },
  {
    name: 'conv3dTranspose',
    make: () => conv3dTranspose({ filters: 1, kernelSize: 2, strides: [1, 2, 2] }),
    inputs: [{ shape: [1, 2, 2, 1, 2] }],
    weights: { kernel: [2, 2, 2, 1, 2], bias: [1] },
    mask: 'none',
  },
  {
    name: 'depthwiseConv1d',
    make: () => depthwiseConv1d({ kernelSize: 3, strides: 2, padding: 'same', depthMultiplier: 2 }),
    inputs: [{ shape: [2, 5, 2] }],
    weights: { kernel: [3, 2, 2], bias: [4] },
  },
  {
    name: 'depthwiseConv2d',
    make: () =>
      depthwiseConv2d({
        kernelSize: [2, 3],
        dilationRate: [2, 1],
        activation: 'tanh',
        depthwiseInitializer: 'heNormal',
        depthwiseRegularizer: 'l1',
        depthwiseConstraint: 'unitNorm',
      }),
    inputs: [{ shape: [1, 4, 3, 3] }],
    weights: { kernel: [2, 3, 3, 1], bias: [3] },
    mask: 'none',
  },
  {
    name: 'separableConv1d',
    make: () => separableConv1d({ filters: 3, kernelSize: 3, padding: 'same', dilationRate: 2, useBias: false }),
    inputs: [{ shape: [2, 5, 2] }],
    weights: { depthwiseKernel: [3, 2, 1], pointwiseKernel: [1, 2, 3] },
  },
  {
    name: 'separableConv2d',
    make: () =>
      separableConv2d({
        filters: 2,
        kernelSize: 2,
        strides: 2,
        depthMultiplier: 2,
        activation: 'tanh',
        pointwiseInitializer: 'heNormal',
        pointwiseRegularizer: 'l1',
        pointwiseConstraint: 'unitNorm',
      }),
    inputs: [{ shape: [1, 4, 5, 2] }],
    weights: { depthwiseKernel: [2, 2, 2, 2], pointwiseKernel: [1, 1, 4, 2], bias: [2] },
    mask: 'none',
  },
];
