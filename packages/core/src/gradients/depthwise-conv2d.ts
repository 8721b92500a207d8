/**
 * Gradients of depthwise 2-D convolution, and of the two kernels that compute them.
 *
 * Those two know strides but no dilation. With dilation (and therefore stride 1) both work on the phases of the
 * image: the pixels that lie a multiple of the dilation apart form an image of their own, which is convolved
 * without dilation, and SpaceToBatchND puts these images into the batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from '../kernels/convolution-geometry.js';
import { defineGradient } from './gradient.js';

function convolve(x: tf.Tensor, filter: tf.Tensor, attributes: ConvolutionAttributes): tf.Tensor {
  const { strides, pad, dimRoundingMode } = attributes;
  const dilations = attributes.dilations ?? 1;
  return tf.depthwiseConv2d(
    x as tf.Tensor4D,
    filter as tf.Tensor4D,
    strides,
    pad as 'same',
    'NHWC',
    dilations,
    dimRoundingMode,
  );
}

function backprop(
  kernelName: string,
  inputs: tf.NamedTensorMap,
  attributes: ConvolutionAttributes,
  shape: object,
): tf.Tensor {
  const { strides, pad, dimRoundingMode } = attributes;
  const dilations = attributes.dilations ?? 1;
  return tf
    .engine()
    .runKernel(kernelName, inputs, { strides, pad, dilations, dimRoundingMode, ...shape } as object as tf.NamedAttrMap);
}

const backpropInput = (dy: tf.Tensor, filter: tf.Tensor, x: tf.Tensor, attributes: ConvolutionAttributes): tf.Tensor =>
  backprop(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter }, attributes, { inputShape: x.shape });

const backpropFilter = (x: tf.Tensor, dy: tf.Tensor, filter: tf.Tensor, attributes: ConvolutionAttributes): tf.Tensor =>
  backprop(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy }, attributes, { filterShape: filter.shape });

/** Both gradients of a dilated convolution with stride 1. */
function dilatedGradients(
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  attributes: ConvolutionAttributes,
): { x: () => tf.Tensor; filter: () => tf.Tensor } {
  const info = convolutionInfo(x.shape, filter.shape, attributes, true);
  const { top, bottom, left, right } = info.padInfo;
  const dilation = [info.dilationHeight, info.dilationWidth];
  const missing = [top + info.inHeight + bottom, left + info.inWidth + right].map((size, axis) => {
    const step = dilation[axis] ?? 1;
    return (step - (size % step)) % step; // what makes the size a multiple of the dilation
  });
  const [below = 0, beside = 0] = missing;
  const paddings = [
    [top, bottom + below],
    [left, right + beside],
  ];
  const phasesOfDy = tf.spaceToBatchND(dy, dilation, [
    [0, below],
    [0, beside],
  ]);
  const phasesOfX = tf.spaceToBatchND(x, dilation, paddings);
  const undilated: ConvolutionAttributes = { strides: 1, pad: 'valid' };
  return {
    x: () => tf.batchToSpaceND(backpropInput(phasesOfDy, filter, phasesOfX, undilated), dilation, paddings),
    filter: () => backpropFilter(phasesOfX, phasesOfDy, filter, undilated),
  };
}

function gradients(
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  attributes: ConvolutionAttributes,
): { x: () => tf.Tensor; filter: () => tf.Tensor } {
  const dilation = [attributes.dilations ?? 1, attributes.dilations ?? 1].flat().slice(0, 2);
  if (dilation.some((step) => step > 1)) return dilatedGradients(dy, x, filter, attributes);
  return {
    x: () => backpropInput(dy, filter, x, attributes),
    filter: () => backpropFilter(x, dy, filter, attributes),
  };
}

/** Both gradients for images with channels first; the kernels know channels last. */
function channelsFirstGradients(
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  { pad, ...attributes }: ConvolutionAttributes,
): { x: () => tf.Tensor; filter: () => tf.Tensor } {
  const toLast = (image: tf.Tensor): tf.Tensor => tf.transpose(image, [0, 2, 3, 1]);
  const padLast: ConvolutionAttributes['pad'] = Array.isArray(pad) ? [pad[0], pad[2], pad[3], pad[1]] : pad;
  const last = gradients(toLast(dy), toLast(x), filter, { ...attributes, pad: padLast, dataFormat: 'NHWC' });
  return { x: () => tf.transpose(last.x(), [0, 3, 1, 2]), filter: last.filter };
}

/** Entries of DepthwiseConv2dNative and the two kernels of its gradients. */
export const depthwiseConv2dGradients: readonly tf.GradConfig[] = [
  defineGradient<ConvolutionAttributes, ['x', 'filter']>(
    tf.DepthwiseConv2dNative,
    ['x', 'filter'],
    (dy, [x, filter], attributes) => {
      if (attributes.dataFormat === 'NCHW') return channelsFirstGradients(dy, x, filter, attributes);
      return gradients(dy, x, filter, attributes);
    },
  ),
  defineGradient<ConvolutionAttributes, ['dy', 'filter']>(
    tf.DepthwiseConv2dNativeBackpropInput,
    ['dy', 'filter'],
    (ddx, [dy, filter], attributes) => ({
      dy: () => convolve(ddx, filter, attributes),
      filter: () => backpropFilter(ddx, dy, filter, attributes),
    }),
  ),
  defineGradient<ConvolutionAttributes, ['x', 'dy']>(
    tf.DepthwiseConv2dNativeBackpropFilter,
    ['x', 'dy'],
    (ddFilter, [x, dy], attributes) => ({
      x: () => backpropInput(dy, ddFilter, x, attributes),
      dy: () => convolve(x, ddFilter, attributes),
    }),
  ),
];
