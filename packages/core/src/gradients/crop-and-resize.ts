/** Gradient of the crops of images, with respect to the images and to the boxes. */
import * as tf from '@tensorflow/tfjs-core';
import { withAxis } from './axis.js';
import { compositeGradients } from './composite.js';
import { defineGradient } from './gradient.js';
import { returnPixels } from './picked-pixels.js';

interface CropAndResizeAttributes {
  readonly cropSize: [number, number];
  readonly method: 'bilinear' | 'nearest';
}

/** Where the kernel samples an axis of `size` pixels: `[boxes, count]`, from the edges of the boxes in columns. */
function samplePoints(boxes: tf.Tensor, axis: 0 | 1, size: number, count: number): tf.Tensor {
  const [boxCount = 0] = boxes.shape;
  const start = tf.slice(boxes, [0, axis], [boxCount, 1]);
  const end = tf.slice(boxes, [0, axis + 2], [boxCount, 1]);
  if (count === 1) return tf.mul(tf.add(start, end), 0.5 * (size - 1));
  const steps = tf.mul(tf.sub(end, start), (size - 1) / (count - 1));
  return tf.add(tf.mul(start, size - 1), tf.mul(tf.range(0, count), steps));
}

/** The weights of linear interpolation, 1 - distance to each pixel where that is positive: `[boxes, count, size]`. */
function interpolation(points: tf.Tensor, size: number): tf.Tensor {
  return tf.relu(tf.sub(1, tf.abs(tf.sub(tf.expandDims(points, 2), tf.range(0, size)))));
}

/** The crops, by linear interpolation of rows and then of columns, without what is filled in outside of the image. */
function crop(image: tf.Tensor, boxes: tf.Tensor, boxInd: tf.Tensor, cropSize: [number, number]): tf.Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const [rows, columns] = cropSize;
  const [boxCount = 0] = boxes.shape;
  const byRow = interpolation(samplePoints(boxes, 0, height, rows), height); // [boxes, rows, height]
  const byColumn = interpolation(samplePoints(boxes, 1, width, columns), width); // [boxes, columns, width]
  const images = tf.gather(image, tf.minimum(boxInd, tf.scalar(batch - 1, 'int32')) as tf.Tensor1D);
  const shrunk = tf.matMul(byRow, tf.reshape(images, [boxCount, height, width * channels]));
  const turned = tf.transpose(tf.reshape(shrunk, [boxCount, rows, width, channels]), [0, 2, 1, 3]); // [boxes, width, rows, channels]
  const cropped = tf.matMul(byColumn, tf.reshape(turned, [boxCount, width, rows * channels]));
  const crops = tf.transpose(tf.reshape(cropped, [boxCount, columns, rows, channels]), [0, 2, 1, 3]);
  return tf.mul(crops, insideOf(image, boxInd, cropSize)(boxes));
}

/** 1 at the samples that the kernel itself takes to be inside of the image, 0 elsewhere: constant, but in steps. */
const insideOf = (image: tf.Tensor, boxInd: tf.Tensor, cropSize: [number, number]): ((boxes: tf.Tensor) => tf.Tensor) =>
  tf.customGrad((boxes) => {
    const ones = tf.fill<tf.Rank.R4>(withAxis(image.shape, 3, 1) as [number, number, number, number], 1);
    return {
      value: tf.image.cropAndResize(ones, boxes as tf.Tensor2D, boxInd as tf.Tensor1D, cropSize),
      gradFunc: () => tf.fill((boxes as tf.Tensor).shape, 0),
    };
  });

/** The entry of CropAndResize. The nearest pixel does not change with the boxes, but in steps. */
export const cropAndResizeGradients: readonly tf.GradConfig[] = [
  defineGradient<CropAndResizeAttributes, ['image', 'boxes', 'boxInd']>(
    tf.CropAndResize,
    ['image', 'boxes', 'boxInd'],
    (dy, [image, boxes, boxInd], { cropSize, method }) => {
      const zeros = { boxes: () => tf.fill(boxes.shape, 0), boxInd: () => tf.fill(boxInd.shape, 0) };
      if (dy.size === 0) return { ...zeros, image: () => tf.fill(image.shape, 0) };
      if (method === 'bilinear') {
        const bilinear = compositeGradients((x, at) => crop(x, at, boxInd, cropSize), { image, boxes }, dy);
        return { ...zeros, ...bilinear };
      }
      const pick = (numbers: tf.Tensor4D): tf.Tensor =>
        tf.image.cropAndResize(numbers, boxes as tf.Tensor2D, boxInd as tf.Tensor1D, cropSize, 'nearest', 0);
      return {
        ...zeros,
        image: () => returnPixels(dy, image.shape, tf.reshape(boxInd, [boxInd.size, 1]), pick),
      };
    },
  ),
];
