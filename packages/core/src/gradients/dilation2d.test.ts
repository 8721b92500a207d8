import * as tf from '@tensorflow/tfjs-core';
import { dilation2dGradients } from './dilation2d.js';
import { type Check, describeGradients, distinct, run, spread, square } from '../testing/gradient-checks.js';

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
  [tf.Dilation2DBackpropFilter]: () => backprop(tf.Dilation2DBackpropFilter),
  [tf.Dilation2DBackpropInput]: () => backprop(tf.Dilation2DBackpropInput),
});

/** The kernels that are the gradients of dilation; webgl has none. */
function backprop(kernelName: string): Check[] {
  if (tf.getKernel(kernelName, tf.getBackend()) === undefined) return [];
  const inputs = { x: tf.add(distinct([1, 5, 4, 3]), 16), filter: spread([2, 3, 3], [-1 / 32, 1 / 32]) };
  const attributes = { strides: [2, 1], pad: 'same', dilations: [1, 1] };
  return [{ f: (dy) => run(kernelName, { ...inputs, dy: square(dy) }, attributes), inputs: [spread([1, 3, 4, 3])] }];
}
