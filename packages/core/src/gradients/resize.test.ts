import * as tf from '@tensorflow/tfjs-core';
import { resizeGradients } from './resize.js';
import { type Check, describeGradients, run, spread, square } from '../testing/gradient-checks.js';

/** Larger, smaller and to one row, with each option. */
const resized = (f: typeof tf.image.resizeBilinear) => (): Check[] =>
  (
    [
      [false, false],
      [true, false],
      [false, true],
    ] as const
  ).flatMap(([alignCorners, halfPixelCenters]) =>
    (
      [
        [7, 6],
        [2, 3],
        [1, 8],
      ] as const
    ).map(([height, width]) => ({
      f: (x) => f(square(x) as tf.Tensor4D, [height, width], alignCorners, halfPixelCenters),
      inputs: [spread([2, 3, 4, 2])],
    })),
  );

/** The transposes, called as kernels. */
const spreadOut = (kernelName: string) => (): Check[] =>
  [false, true].map((alignCorners) => ({
    f: (dy) =>
      run(
        kernelName,
        { images: tf.zeros([2, 3, 4, 2]), dy: square(dy) },
        { alignCorners, halfPixelCenters: false, size: [5, 6] },
      ),
    inputs: [spread([2, 5, 6, 2])],
  }));

describeGradients('gradients of resize', resizeGradients, {
  [tf.ResizeBilinear]: resized(tf.image.resizeBilinear),
  [tf.ResizeBilinearGrad]: spreadOut(tf.ResizeBilinearGrad),
  [tf.ResizeNearestNeighbor]: resized(tf.image.resizeNearestNeighbor),
  [tf.ResizeNearestNeighborGrad]: spreadOut(tf.ResizeNearestNeighborGrad),
});
