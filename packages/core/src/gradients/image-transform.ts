/** Gradients of projective transforms and rotations of images. */
import * as tf from '@tensorflow/tfjs-core';
import { compositeGradients } from './composite.js';
import { defineGradient } from './gradient.js';
import { returnPixels } from './picked-pixels.js';

type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

interface TransformAttributes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly outputShape?: [number, number];
}

interface RotateAttributes {
  readonly radians: number;
  readonly center: number | [number, number];
}

/** A coordinate, brought into an axis of `size` pixels, where the mode says how. */
function intoAxis(coordinate: tf.Tensor, size: number, mode: FillMode): tf.Tensor {
  if (mode === 'constant') return coordinate;
  const inside = (x: tf.Tensor): tf.Tensor => tf.clipByValue(x, 0, size - 1);
  if (mode === 'nearest' || size <= 1) return inside(coordinate);
  if (mode === 'wrap') {
    const above = tf.mul(tf.floor(tf.div(coordinate, size - 1)), -size); // periods of size - 1, as tfjs counts them
    const below = tf.mul(tf.add(tf.floor(tf.div(coordinate, 1 - size)), 1), size);
    const isInside = tf.logicalAnd(tf.greaterEqual(coordinate, 0), tf.lessEqual(coordinate, size - 1));
    const shift = tf.where(tf.less(coordinate, 0), below, tf.where(isInside, tf.zerosLike(above), above));
    return inside(tf.add(coordinate, shift));
  }
  const positive = tf.where(tf.less(coordinate, 0), tf.sub(-1, coordinate), coordinate);
  const inPeriod = tf.sub(positive, tf.mul(tf.floor(tf.div(positive, 2 * size)), 2 * size));
  return inside(tf.where(tf.greaterEqual(inPeriod, size), tf.sub(2 * size - 1, inPeriod), inPeriod));
}

/** The transform with linear interpolation: each pixel of the result is a sum of four, weighted by their distances. */
function transformLinearly(image: tf.Tensor, transforms: tf.Tensor, attributes: TransformAttributes): tf.Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const [newHeight, newWidth] = attributes.outputShape ?? [height, width];
  const places = newHeight * newWidth;
  const numbers = tf.range(0, places);
  const toY = tf.floor(tf.div(tf.add(numbers, 0.5), newWidth)); // the half keeps a rounded quotient in its row
  const toX = tf.sub(numbers, tf.mul(toY, newWidth));
  const coefficient = (column: number): tf.Tensor =>
    tf.mul(tf.slice(transforms, [0, column], [transforms.shape[0] ?? 1, 1]), tf.fill([batch, 1], 1)); // [batch, 1]
  const linear = (column: number, constant: tf.Tensor | number): tf.Tensor =>
    tf.add(tf.add(tf.mul(coefficient(column), toX), tf.mul(coefficient(column + 1), toY)), constant);
  const projection = linear(6, 1); // [batch, places]
  const isFinite = tf.notEqual(projection, 0);
  const divisor = tf.where(isFinite, projection, tf.fill(projection.shape, 1));
  const x = intoAxis(tf.div(linear(0, coefficient(2)), divisor), width, attributes.fillMode);
  const y = intoAxis(tf.div(linear(3, coefficient(5)), divisor), height, attributes.fillMode);
  const pixels = tf.reshape(image, [batch * height * width, channels]);
  const firstOfImage = tf.reshape(tf.mul(tf.range(0, batch, 1, 'int32'), tf.scalar(height * width, 'int32')), [
    batch,
    1,
  ]);

  const corner = (right: 0 | 1, below: 0 | 1): tf.Tensor => {
    const [atX, atY] = [tf.add(tf.floor(x), right), tf.add(tf.floor(y), below)];
    const weight = tf.mul(tf.sub(1, tf.abs(tf.sub(x, atX))), tf.sub(1, tf.abs(tf.sub(y, atY))));
    const nearX = tf.clipByValue(atX, 0, width - 1);
    const nearY = tf.clipByValue(atY, 0, height - 1);
    const isInside = tf.logicalAnd(tf.equal(nearX, atX), tf.equal(nearY, atY));
    const inImage = tf.cast(tf.add(tf.mul(nearY, width), nearX), 'int32');
    const read = tf.gather(pixels, tf.reshape(tf.add(inImage, firstOfImage), [batch * places]));
    const known = tf.mul(read, tf.reshape(tf.cast(isInside, 'float32'), [batch * places, 1]));
    const filled = tf.mul(tf.cast(tf.logicalNot(isInside), 'float32'), attributes.fillValue);
    return tf.mul(tf.add(known, tf.reshape(filled, [batch * places, 1])), tf.reshape(weight, [batch * places, 1]));
  };
  const sum = tf.addN([corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1)]);
  const visible = tf.mul(sum, tf.reshape(tf.cast(isFinite, 'float32'), [batch * places, 1]));
  return tf.reshape(visible, [batch, newHeight, newWidth, channels]);
}

/** One row for each image of a batch: its number. */
const eachImage = (image: tf.Tensor): tf.Tensor => tf.reshape(tf.range(0, image.shape[0] ?? 0, 1, 'int32'), [-1, 1]);

/** Entries of Transform and RotateWithOffset, which takes the nearest pixel. */
export const imageTransformGradients: readonly tf.GradConfig[] = [
  defineGradient<TransformAttributes, ['image', 'transforms']>(
    tf.Transform,
    ['image', 'transforms'],
    (dy, [image, transforms], attributes) => {
      if (attributes.interpolation === 'bilinear') {
        return compositeGradients((x, by) => transformLinearly(x, by, attributes), { image, transforms }, dy);
      }
      const { fillMode, outputShape } = attributes;
      const pick = (numbers: tf.Tensor4D): tf.Tensor =>
        tf.image.transform(numbers, transforms as tf.Tensor2D, 'nearest', fillMode, 0, outputShape);
      return {
        image: () => returnPixels(dy, image.shape, eachImage(image), pick),
        transforms: () => tf.fill(transforms.shape, 0), // the nearest pixel changes in steps
      };
    },
  ),
  defineGradient<RotateAttributes, ['image']>(tf.RotateWithOffset, ['image'], (dy, [image], { radians, center }) => ({
    image: () =>
      returnPixels(dy, image.shape, eachImage(image), (numbers) =>
        tf.image.rotateWithOffset(numbers, radians, 0, center),
      ),
  })),
];
