import * as tf from '@tensorflow/tfjs-core';
import { cropAndResizeGradients } from './crop-and-resize.js';
import { type Check, describeGradients, spread, square } from '../testing/gradient-checks.js';

/** One box inside, one turned over, one that reaches over the border, one of the other image. */
const boxes = (): tf.Tensor2D =>
  tf.tensor2d(
    [
      [0.13, 0.21, 0.84, 0.93],
      [0.71, 0.64, 0.11, 0.23],
      [-0.37, 0.29, 0.63, 1.31],
      [0.27, 0.12, 0.89, 0.57],
    ].slice(0, boxCount()),
  );

const imageOf = (): tf.Tensor1D => tf.tensor1d([0, 1, 1, 0].slice(0, boxCount()), 'int32');

/** The kernel of webgl is wrong for the third box and for those after it. */
const boxCount = (): number => (tf.getBackend() === 'webgl' ? 2 : 4);

/** Boxes move by less than a pixel when their multiples take a step of the differences. */
const boxScale = 64;

const cropped = (cropSize: [number, number], method: 'bilinear' | 'nearest'): Check[] => [
  {
    f: (image, at) =>
      tf.image.cropAndResize(
        square(image) as tf.Tensor4D,
        tf.div(at as tf.Tensor, boxScale),
        imageOf(),
        cropSize,
        method,
        0.5,
      ),
    inputs: [spread([2, 4, 5, 3]), tf.mul(boxes(), boxScale)],
  },
];

describeGradients('gradients of cropAndResize', cropAndResizeGradients, {
  [tf.CropAndResize]: () => [
    ...cropped([3, 2], 'bilinear'),
    ...cropped([1, 7], 'bilinear'),
    ...cropped([3, 2], 'nearest'),
    ...cropped([6, 1], 'nearest'),
  ],
});
