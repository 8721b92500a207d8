import * as tf from '@tensorflow/tfjs-core';
import { pooling3dGradients } from './pooling3d.js';
import { describeGradients, distinct, run, spread, square } from '../testing/gradient-checks.js';

/** Windows that overlap and reach over the border, and windows that leave elements out. */
const pools3d: readonly {
  readonly filterSize: [number, number, number];
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid';
}[] = [
  { filterSize: [2, 3, 2], strides: [1, 2, 1], pad: 'same' },
  { filterSize: [2, 2, 1], strides: 2, pad: 'valid' },
];

/** Windows that lie within the volume. */
const inside = { filterSize: 2, strides: 1, pad: 'valid', dataFormat: 'NDHWC' };

describeGradients('gradients of pooling3d', pooling3dGradients, {
  [tf.AvgPool3D]: () =>
    pools3d.map(({ filterSize, strides, pad }) => ({
      f: (x) => tf.avgPool3d(square(x) as tf.Tensor5D, filterSize, strides as number, pad),
      inputs: [spread([1, 3, 5, 4, 2])],
    })),
  [tf.MaxPool3D]: () =>
    pools3d.map(({ filterSize, strides, pad }) => ({
      // positive: the kernel of wasm starts from the smallest positive number
      f: (x) => tf.maxPool3d(tf.exp(tf.mul(x as tf.Tensor, 0.25)) as tf.Tensor5D, filterSize, strides as number, pad),
      inputs: [distinct([1, 2, 3, 4, 2])],
    })),
  [tf.AvgPool3DGrad]: () => [
    {
      f: (dy) => run(tf.AvgPool3DGrad, { dy: square(dy), input: tf.zeros([1, 3, 5, 4, 2]) }, inside),
      inputs: [spread([1, 2, 4, 3, 2])],
    },
  ],
  [tf.MaxPool3DGrad]: () => {
    const input = tf.exp(tf.mul(distinct([1, 3, 5, 4, 2]), 0.25)); // positive, from where kernels of tfjs start
    const output = run(tf.MaxPool3D, { x: input }, inside);
    const f = (dy: tf.Tensor | undefined) => run(tf.MaxPool3DGrad, { dy: square(dy), input, output }, inside);
    return [{ f, inputs: [spread([1, 2, 4, 3, 2])] }];
  },
});
