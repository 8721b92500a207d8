/** Gradient of greyscale dilation: y is the largest sum of an element of the window and the filter's number there. */
import * as tf from '@tensorflow/tfjs-core';
import { defineCompositeGradient } from './composite.js';
import { placesOf, readPlace, type Windows, withBorder } from './windows.js';

interface Dilation2DAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dilations: number | [number, number];
}

/** Windows along height and width, as tfjs computes them. */
function windowsOf(x: tf.Tensor, filter: tf.Tensor, attributes: Dilation2DAttributes): readonly Windows[] {
  const { strides, pad, dilations } = attributes;
  const info = tf.backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number],
    strides,
    pad,
    'NHWC',
    dilations,
  );
  return [
    {
      axis: 1,
      total: info.inHeight,
      count: info.outHeight,
      size: info.filterHeight,
      stride: info.strideHeight,
      before: info.padInfo.top,
      dilation: info.dilationHeight,
    },
    {
      axis: 2,
      total: info.inWidth,
      count: info.outWidth,
      size: info.filterWidth,
      stride: info.strideWidth,
      before: info.padInfo.left,
      dilation: info.dilationWidth,
    },
  ];
}

/** The dilation, one maximum after the other; of equal sums the first gets the gradient, as in tfjs's kernels. */
function dilate(x: tf.Tensor, filter: tf.Tensor, attributes: Dilation2DAttributes): tf.Tensor {
  const axes = windowsOf(x, filter, attributes);
  const bordered = withBorder(x, axes);
  const [, , channels = 0] = filter.shape;
  return placesOf(axes)
    .map((place) => {
      const height = tf.reshape(tf.slice(filter, [...place, 0], [1, 1, channels]), [channels]);
      return tf.add(readPlace(bordered, axes, place), height);
    })
    .reduce((largest, sum) => tf.maximum(largest, sum));
}

/** The entry of a gradient of Dilation2D: of the derivative of `dilate` with respect to one of its inputs. */
function defineBackpropGradient(kernelName: string, target: 'x' | 'filter'): tf.GradConfig {
  return defineCompositeGradient<Dilation2DAttributes>(kernelName, ['x', 'filter', 'dy'], (inputs, attributes) => {
    const [x, filter, dy] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
    return target === 'x'
      ? tf.grad((at: tf.Tensor) => dilate(at, filter, attributes))(x, dy)
      : tf.grad((at: tf.Tensor) => dilate(x, at, attributes))(filter, dy);
  });
}

/** The entries of Dilation2D and of the kernels that are its gradients. */
export const dilation2dGradients: readonly tf.GradConfig[] = [
  defineCompositeGradient<Dilation2DAttributes>(tf.Dilation2D, ['x', 'filter'], ([x, filter], attributes) =>
    dilate(x as tf.Tensor, filter as tf.Tensor, attributes),
  ),
  defineBackpropGradient(tf.Dilation2DBackpropInput, 'x'),
  defineBackpropGradient(tf.Dilation2DBackpropFilter, 'filter'),
];
