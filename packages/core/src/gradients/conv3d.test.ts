import * as tf from '@tensorflow/tfjs-core';
import { conv3dGradients } from './conv3d.js';
import { describeGradients, run, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of conv3d', conv3dGradients, {
  [tf.Conv3D]: () =>
    (
      [
        [1, 'same', 1],
        [[2, 1, 2], 'same', 1],
        [2, 'valid', 1],
        [1, 'valid', [1, 2, 1]],
      ] as const
    ).map(([strides, pad, dilations]) => ({
      f: (x, filter) =>
        tf.conv3d(
          x as tf.Tensor5D,
          filter as tf.Tensor5D,
          strides as number,
          pad,
          'NDHWC',
          dilations as [number, number, number],
        ),
      inputs: [spread([2, 3, 4, 5, 2]), spread([2, 2, 3, 2, 3], [-1, 1], 2)],
    })),
  [tf.Conv3DBackpropInputV2]: () =>
    (['same', 'valid'] as const).map((pad) => ({
      f: (dy, filter) =>
        tf.conv3dTranspose(
          dy as tf.Tensor5D,
          filter as tf.Tensor5D,
          [1, pad === 'same' ? 3 : 4, 4, 5, 2],
          [2, 1, 2],
          pad,
        ),
      inputs: [spread(pad === 'same' ? [1, 2, 4, 3, 3] : [1, 2, 3, 2, 3]), spread([2, 2, 3, 2, 3], [-1, 1], 2)],
    })),
  [tf.Conv3DBackpropFilterV2]: () =>
    [1, 2].map((strides) => ({
      f: (x, dy) =>
        run(tf.Conv3DBackpropFilterV2, { x, dy } as tf.NamedTensorMap, {
          strides: [strides, strides, strides],
          pad: 'valid',
          filterShape: [2, 2, 3, 2, 3],
        }),
      inputs: [spread([1, 3, 4, 5, 2]), spread(strides === 1 ? [1, 2, 3, 3, 3] : [1, 1, 2, 2, 3], [-1, 1], 2)],
    })),
});
