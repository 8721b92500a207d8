/** Convolutions, by ops. */
import { conv, convTranspose } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { withBias } from './dense.js';
import { type LayerByOps, tensorOf } from './layer-case.js';

/** The layers of this file, by the fixtures' names. */
export const convolutionLayers: { readonly [op: string]: LayerByOps } = {
  conv: (tensors, { strides = [], dilation = [], padding = 'valid', groups = 1 }) => {
    const options = { strides, dilationRate: dilation, padding, groups };
    return { y: withBias(conv(tensorOf(tensors, 'x'), tensorOf(tensors, 'kernel'), options), tensors) };
  },
  conv_transpose: (tensors, { strides = [], padding }) => {
    const options = { strides, padding: padding as 'same' | 'valid' };
    return { y: withBias(convTranspose(tensorOf(tensors, 'x'), tensorOf(tensors, 'kernel'), options), tensors) };
  },
  depthwise_conv2d: (tensors, { strides, padding }) => {
    const x = tensorOf(tensors, 'x') as tf.Tensor4D;
    const kernel = tensorOf(tensors, 'depthwise_kernel') as tf.Tensor4D;
    return { y: withBias(tf.depthwiseConv2d(x, kernel, strides as [number, number], padding as 'same'), tensors) };
  },
  separable_conv2d: (tensors, { strides, padding }) => {
    const x = tensorOf(tensors, 'x') as tf.Tensor4D;
    const depthwise = tensorOf(tensors, 'depthwise_kernel') as tf.Tensor4D;
    const pointwise = tensorOf(tensors, 'pointwise_kernel') as tf.Tensor4D;
    const y = tf.separableConv2d(x, depthwise, pointwise, strides as [number, number], padding as 'same');
    return { y: withBias(y, tensors) };
  },
};
