import * as tf from '@tensorflow/tfjs-core';
import { conv2dGradients } from './conv2d.js';
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

describeGradients('gradients of conv2d', conv2dGradients, {
  [tf.Conv2D]: () =>
    [conv(1, 'same'), conv([2, 1], 'valid'), conv(1, 'same', 2), conv(1, 'valid', 2)].map((attributes) => ({
      f: (x, filter) => run(tf.Conv2D, { x, filter } as tf.NamedTensorMap, attributes),
      inputs: [x4(), spread([2, 2, 2, 3], [-1, 1], 2)],
    })),
  [tf.Conv2DBackpropInput]: () => [
    {
      f: (dy, filter) =>
        run(tf.Conv2DBackpropInput, { dy, filter } as tf.NamedTensorMap, {
          ...conv([2, 1], 'same'),
          inputShape: [2, 5, 4, 2],
        }),
      inputs: [spread([2, 3, 4, 3]), spread([3, 2, 2, 3], [-1, 1], 2)],
    },
  ],
  [tf.Conv2DBackpropFilter]: () => [
    {
      f: (x, dy) =>
        run(tf.Conv2DBackpropFilter, { x, dy } as tf.NamedTensorMap, {
          ...conv([2, 1], 'same'),
          filterShape: [3, 2, 2, 3],
        }),
      inputs: [x4(), spread([2, 3, 4, 3], [-1, 1], 2)],
    },
  ],
});
