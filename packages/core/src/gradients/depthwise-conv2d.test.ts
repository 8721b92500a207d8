import * as tf from '@tensorflow/tfjs-core';
import { depthwiseConv2dGradients } from './depthwise-conv2d.js';
import { describeGradients, run, spread } from '../testing/gradient-checks.js';

/** Attributes of a convolution. */
const conv = (strides: number | [number, number], pad: 'same' | 'valid', dilations = 1) => ({
  strides,
  pad,
  dataFormat: 'NHWC',
  dilations: [dilations, dilations],
});

/** Images whose axes all differ. */
const x4 = (seed = 1): tf.Tensor => spread([2, 5, 4, 2], [-1, 1], seed);

/** Convolutions with channels first; tfjs's kernel on webgl ignores the format. */
const channelsFirst = (): readonly object[] => {
  if (tf.getBackend() === 'webgl') return [];
  const pad = [
    [0, 0],
    [0, 0],
    [1, 0],
    [0, 2],
  ];
  return [
    { ...conv(1, 'same', 2), dataFormat: 'NCHW' },
    { ...conv([2, 1], 'valid'), pad, dataFormat: 'NCHW' },
  ];
};

describeGradients('gradients of depthwise conv2d', depthwiseConv2dGradients, {
  [tf.DepthwiseConv2dNative]: () => [
    ...[conv(1, 'same'), conv(2, 'valid'), conv(1, 'same', 2), { ...conv(1, 'valid'), dilations: [1, 3] }].map(
      (attributes) => ({
        f: (x: tf.Tensor, filter: tf.Tensor) =>
          run(tf.DepthwiseConv2dNative, { x, filter } as tf.NamedTensorMap, attributes),
        inputs: [x4(), spread([3, 2, 2, 2], [-1, 1], 2)],
      }),
    ),
    ...channelsFirst().map((attributes) => ({
      f: (x: tf.Tensor, filter: tf.Tensor) =>
        run(tf.DepthwiseConv2dNative, { x, filter } as tf.NamedTensorMap, attributes),
      inputs: [spread([2, 2, 5, 4]), spread([3, 2, 2, 2], [-1, 1], 2)],
    })),
  ],
  [tf.DepthwiseConv2dNativeBackpropInput]: () => [
    {
      f: (dy, filter) =>
        run(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter } as tf.NamedTensorMap, {
          ...conv(2, 'same'),
          inputShape: [2, 5, 4, 2],
        }),
      inputs: [spread([2, 3, 2, 4]), spread([3, 2, 2, 2], [-1, 1], 2)],
    },
  ],
  [tf.DepthwiseConv2dNativeBackpropFilter]: () => [
    {
      f: (x, dy) =>
        run(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy } as tf.NamedTensorMap, {
          ...conv(2, 'same'),
          filterShape: [3, 2, 2, 2],
        }),
      inputs: [x4(), spread([2, 3, 2, 4], [-1, 1], 2)],
    },
  ],
});
