import * as tf from '@tensorflow/tfjs-core';
import { imageTransformGradients } from './image-transform.js';
import { describeGradients, spread, square } from '../testing/gradient-checks.js';

/** Transforms that turn, shear, shift and foreshorten, plus a small change. */
function transformsWith(change: tf.Tensor): tf.Tensor2D {
  const transforms = [
    [0.83, 0.41, -1.37, -0.36, 1.19, 0.29, 0.021, -0.013],
    [-1.23, 0.17, 5.61, 0.31, -0.87, 3.27, -0.017, 0.019],
  ];
  return tf.add(tf.tensor2d(transforms.slice(0, change.shape[0])), tf.div(change, 256));
}

/** tfjs's kernels transform the first image only (cpu), and reflect at the wrong edge (wasm). */
const images = (): number => (tf.getBackend() === 'cpu' ? 1 : 2);
const fillModes = (): readonly ('constant' | 'reflect' | 'wrap' | 'nearest')[] =>
  tf.getBackend() === 'wasm' ? ['constant', 'wrap', 'nearest'] : ['constant', 'reflect', 'wrap', 'nearest'];

describeGradients('gradients of image transforms', imageTransformGradients, {
  [tf.Transform]: () =>
    fillModes().flatMap((fillMode) => {
      const transform = (image: tf.Tensor, change: tf.Tensor, method: 'nearest' | 'bilinear'): tf.Tensor =>
        tf.image.transform(square(image) as tf.Tensor4D, transformsWith(change), method, fillMode, 0.5, [3, 6]);
      const image = spread([images(), 4, 5, 3]);
      return [
        { f: (x) => transform(x as tf.Tensor, tf.zeros([images(), 8]), 'nearest'), inputs: [image] },
        {
          f: (x, change) => transform(x as tf.Tensor, change as tf.Tensor, 'bilinear'),
          inputs: [image, spread([images(), 8], [-1, 1], 2)],
        },
      ];
    }),
  [tf.RotateWithOffset]: () =>
    ([0.5, [0.3, 0.8]] as const).map((center) => ({
      f: (image) =>
        tf.image.rotateWithOffset(square(image) as tf.Tensor4D, 0.7, 0.5, center as number | [number, number]),
      inputs: [spread([2, 4, 5, 3])],
    })),
});
