/** Gradients of depthwise 2-D convolution, and of the two kernels that compute them. */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvolutionAttributes } from '../kernels/convolution-geometry.js';
import { gradientMissing } from '../messages.js';
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

/** Entries of DepthwiseConv2dNative and the two kernels of its gradients. */
export const depthwiseConv2dGradients: readonly tf.GradConfig[] = [
  defineGradient<ConvolutionAttributes, ['x', 'filter']>(
    tf.DepthwiseConv2dNative,
    ['x', 'filter'],
    (dy, [x, filter], attributes) => {
      if ([attributes.dilations ?? 1].flat().some((dilation) => dilation > 1)) {
        throw gradientMissing(
          tf.DepthwiseConv2dNative,
          `dilations ${JSON.stringify(attributes.dilations)}`,
          'dilations of 1',
        );
      }
      return {
        x: () => backpropInput(dy, filter, x, attributes),
        filter: () => backpropFilter(x, dy, filter, attributes),
      };
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
