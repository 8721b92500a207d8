/**
 * Gradients of 2-D convolution, and of the two kernels that compute them.
 *
 * Convolution is bilinear in input and filter, so each of its three kernels has the other two as gradients.
 * The kernels for the gradients know strides but no dilation; with dilation (and therefore stride 1) both
 * gradients are written as convolutions.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from '../kernels/convolution-geometry.js';
import { defineGradient } from './gradient.js';

function convolve(x: tf.Tensor, filter: tf.Tensor, attributes: ConvolutionAttributes): tf.Tensor {
  const { strides, pad, dataFormat = 'NHWC', dilations, dimRoundingMode } = attributes;
  return tf.conv2d(
    x as tf.Tensor4D,
    filter as tf.Tensor4D,
    strides,
    pad as 'same',
    dataFormat,
    dilations ?? 1,
    dimRoundingMode,
  );
}

function backpropInput(
  dy: tf.Tensor,
  filter: tf.Tensor,
  inputShape: readonly number[],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  const { strides, pad, dataFormat = 'NHWC', dimRoundingMode } = attributes;
  return tf.engine().runKernel(tf.Conv2DBackpropInput, { dy, filter }, {
    strides,
    pad,
    dataFormat,
    dimRoundingMode,
    inputShape: [...inputShape],
  } as object as tf.NamedAttrMap);
}

function backpropFilter(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: readonly number[],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  const { strides, pad, dataFormat = 'NHWC', dimRoundingMode } = attributes;
  return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, {
    strides,
    pad,
    dataFormat,
    dimRoundingMode,
    filterShape: [...filterShape],
  } as object as tf.NamedAttrMap);
}

/** Pads the two spatial axes of NHWC; a negative amount crops. */
function padSpatial(x: tf.Tensor, height: [number, number], width: [number, number]): tf.Tensor {
  const amounts = [[0, 0], height, width, [0, 0]] as const;
  const padded = tf.pad(
    x,
    amounts.map(([before, after]): [number, number] => [Math.max(before, 0), Math.max(after, 0)]),
  );
  if (amounts.every(([before, after]) => before >= 0 && after >= 0)) return padded;
  return tf.slice(
    padded,
    amounts.map(([before]) => Math.max(-before, 0)),
    padded.shape.map((size, axis) => {
      const [before, after] = amounts[axis] ?? [0, 0];
      return size - Math.max(-before, 0) - Math.max(-after, 0);
    }),
  );
}

/** Both gradients of a dilated convolution with stride 1, as convolutions. */
function dilatedGradients(
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  attributes: ConvolutionAttributes,
): { x: () => tf.Tensor; filter: () => tf.Tensor } {
  const isChannelsFirst = attributes.dataFormat === 'NCHW';
  const toLast = (t: tf.Tensor): tf.Tensor => (isChannelsFirst ? tf.transpose(t, [0, 2, 3, 1]) : t);
  const fromLast = (t: tf.Tensor): tf.Tensor => (isChannelsFirst ? tf.transpose(t, [0, 3, 1, 2]) : t);
  const dilation = pair(attributes.dilations ?? 1);
  const info = convolutionInfo(x.shape, filter.shape, attributes);
  const { padInfo, effectiveFilterHeight, effectiveFilterWidth } = info;
  const { top, bottom, left, right } = padInfo;
  return {
    x: () => {
      const overHeight = effectiveFilterHeight - 1;
      const overWidth = effectiveFilterWidth - 1;
      const padded = padSpatial(
        toLast(dy),
        [overHeight - top, overHeight - bottom],
        [overWidth - left, overWidth - right],
      );
      const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]); // [height, width, filters, channels]
      return fromLast(tf.conv2d(padded as tf.Tensor4D, turned as tf.Tensor4D, 1, 'valid', 'NHWC', dilation));
    },
    filter: () => {
      const channelsAsBatch = tf.transpose(padSpatial(toLast(x), [top, bottom], [left, right]), [3, 1, 2, 0]); // [channels, height, width, batch]
      const dyAsFilter = tf.transpose(toLast(dy), [1, 2, 0, 3]); // [height, width, batch, filters]
      const product = tf.conv2d(channelsAsBatch as tf.Tensor4D, dyAsFilter as tf.Tensor4D, dilation, 'valid');
      return tf.transpose(product, [1, 2, 0, 3]); // [height, width, channels, filters]
    },
  };
}

const pair = (value: number | [number, number]): [number, number] =>
  typeof value === 'number' ? [value, value] : value;

/** Entries of Conv2D, Conv2DBackpropInput and Conv2DBackpropFilter. */
export const conv2dGradients: readonly tf.GradConfig[] = [
  defineGradient<ConvolutionAttributes, ['x', 'filter']>(tf.Conv2D, ['x', 'filter'], (dy, [x, filter], attributes) => {
    if (pair(attributes.dilations ?? 1).some((dilation) => dilation > 1))
      return dilatedGradients(dy, x, filter, attributes);
    return {
      x: () => backpropInput(dy, filter, x.shape, attributes),
      filter: () => backpropFilter(x, dy, filter.shape, attributes),
    };
  }),
  defineGradient<ConvolutionAttributes, ['dy', 'filter']>(
    tf.Conv2DBackpropInput,
    ['dy', 'filter'],
    (ddx, [dy, filter], attributes) => ({
      dy: () => convolve(ddx, filter, attributes),
      filter: () => backpropFilter(ddx, dy, filter.shape, attributes),
    }),
  ),
  defineGradient<ConvolutionAttributes, ['x', 'dy']>(
    tf.Conv2DBackpropFilter,
    ['x', 'dy'],
    (ddFilter, [x, dy], attributes) => ({
      x: () => backpropInput(dy, ddFilter, x.shape, attributes),
      dy: () => convolve(x, ddFilter, attributes),
    }),
  ),
];
