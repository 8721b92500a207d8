import * as tf from '@tensorflow/tfjs-core';
import { dilation2dGradients } from './dilation2d.js';
import { describeGradients, distinct, spread } from '../testing/gradient-checks.js';

describeGradients('gradients of dilation', dilation2dGradients, {
  [tf.Dilation2D]: () =>
    (
      [
        [1, 'same', 1],
        [[2, 1], 'valid', 1],
        [1, 'same', [2, 1]],
        [1, 'valid', [2, 1]],
      ] as const
    ).map(([strides, pad, dilations]) => ({
      // numbers of the filter are small, so that no step of the differences changes which sum is the largest
      f: (x, filter) =>
        tf.sin(
          tf.dilation2d(
            tf.add(x as tf.Tensor4D, 16), // above 0, from where tfjs's kernel for wasm starts
            tf.div(filter as tf.Tensor3D, 16),
            strides as number | [number, number],
            pad,
            dilations as number | [number, number],
          ),
        ),
      inputs: [distinct([1, 5, 4, 3]), spread([2, 3, 3], [-0.5, 0.5])],
    })),
});
