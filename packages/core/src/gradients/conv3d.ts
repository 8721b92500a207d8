/**
 * Gradients of 3-D convolution and of its transpose.
 *
 * Both are written as convolutions, with strides and dilation in exchanged roles: the kernels that tfjs has for
 * them are wrong on wasm and know no dilation.
 */
import * as tf from '@tensorflow/tfjs-core';
import { convolutionVolume, type VolumeConvolutionAttributes, type VolumeInfo } from '../kernels/volume-geometry.js';
import type { Shape } from '../shape.js';
import { unstride } from './axis.js';
import { defineGradient } from './gradient.js';

type Triple = [number, number, number];

const spatialAxes = [1, 2, 3] as const;

function convolve(
  x: tf.Tensor,
  filter: tf.Tensor,
  { strides, pad, dilations = 1 }: VolumeConvolutionAttributes,
): tf.Tensor {
  return tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, strides, pad as 'same', 'NDHWC', dilations);
}

const stridesOf = (info: VolumeInfo): Triple => [info.strideDepth, info.strideHeight, info.strideWidth];
const dilationsOf = (info: VolumeInfo): Triple => [info.dilationDepth, info.dilationHeight, info.dilationWidth];
const extentOf = (info: VolumeInfo): Triple => [
  info.effectiveFilterDepth,
  info.effectiveFilterHeight,
  info.effectiveFilterWidth,
];
const paddingOf = ({ padInfo }: VolumeInfo): readonly [number, number][] => [
  [padInfo.front, padInfo.back],
  [padInfo.top, padInfo.bottom],
  [padInfo.left, padInfo.right],
];

/** Each element of `dy` times the filter, added up where the filter lay. */
function inputGradient(
  dy: tf.Tensor,
  filter: tf.Tensor,
  xShape: Shape,
  attributes: VolumeConvolutionAttributes,
): tf.Tensor {
  const info = convolutionVolume(xShape, filter.shape, attributes);
  const [strides, extent, padding] = [stridesOf(info), extentOf(info), paddingOf(info)];
  const framed = spatialAxes.reduce<tf.Tensor>((frame, axis, index) => {
    const [before, after] = padding[index] ?? [0, 0];
    const border = (extent[index] ?? 1) - 1;
    const size = before + (xShape[axis] ?? 0) + after;
    return unstride(frame, axis, size + border, border, strides[index] ?? 1);
  }, dy);
  const [depth = 1, height = 1, width = 1, channels = 1, filters = 1] = filter.shape;
  const positions = tf.reshape(filter, [depth * height * width, channels, filters]);
  const turned = tf.reshape(tf.transpose(tf.reverse(positions, 0), [0, 2, 1]), [
    depth,
    height,
    width,
    filters,
    channels,
  ]);
  const padded = convolve(framed, turned, { strides: 1, pad: 'valid', dilations: dilationsOf(info) });
  return tf.slice(padded, [0, ...padding.map(([before]) => before), 0], [...xShape]);
}

/** The correlation of `x` with `dy`: channels take the place of the batch, and the batch that of the channels. */
function filterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: Shape,
  attributes: VolumeConvolutionAttributes,
): tf.Tensor {
  const info = convolutionVolume(x.shape, filterShape, attributes);
  const padded = spatialAxes.reduce<tf.Tensor>((frame, axis, index) => {
    const [before, after] = paddingOf(info)[index] ?? [0, 0];
    return unstride(frame, axis, before + (x.shape[axis] ?? 0) + after, before, 1);
  }, x);
  const product = convolve(
    tf.transpose(padded, [4, 1, 2, 3, 0]), // [channels, depth, height, width, batch]
    tf.transpose(dy, [1, 2, 3, 0, 4]), // [depth, height, width, batch, filters]
    { strides: dilationsOf(info), pad: 'valid', dilations: stridesOf(info) },
  );
  return tf.slice(tf.transpose(product, [1, 2, 3, 0, 4]), [0, 0, 0, 0, 0], [...filterShape]);
}

/** Entries of Conv3D, Conv3DBackpropInputV2, which is the transposed convolution, and Conv3DBackpropFilterV2. */
export const conv3dGradients: readonly tf.GradConfig[] = [
  defineGradient<VolumeConvolutionAttributes, ['x', 'filter']>(
    tf.Conv3D,
    ['x', 'filter'],
    (dy, [x, filter], attributes) => ({
      x: () => inputGradient(dy, filter, x.shape, attributes),
      filter: () => filterGradient(x, dy, filter.shape, attributes),
    }),
  ),
  defineGradient<VolumeConvolutionAttributes, ['dy', 'filter']>(
    tf.Conv3DBackpropInputV2,
    ['dy', 'filter'],
    (ddx, [dy, filter], attributes) => ({
      dy: () => convolve(ddx, filter, attributes),
      filter: () => filterGradient(ddx, dy, filter.shape, attributes),
    }),
  ),
  defineGradient<VolumeConvolutionAttributes, ['x', 'dy']>(
    tf.Conv3DBackpropFilterV2,
    ['x', 'dy'],
    (ddFilter, [x, dy], attributes) => ({
      x: () => inputGradient(dy, ddFilter, x.shape, attributes),
      dy: () => convolve(x, ddFilter, attributes),
    }),
  ),
];
