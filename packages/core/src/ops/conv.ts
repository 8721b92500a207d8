/** Convolution of one to three spatial axes, in groups. */
import {
  concat,
  conv2d,
  conv3d,
  depthwiseConv2d,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  tidy,
} from '@tensorflow/tfjs-core';
import { unstride } from '../gradients/axis.js';
import { opInputShape, opOption } from '../messages.js';
import { formatShape } from '../shape.js';
import {
  kernelWithHeight,
  type PerAxis,
  pairOrTriple,
  trimToWindows,
  windowOptions,
  withHeight,
  withoutHeight,
} from './spatial-axes.js';

/** Options of `conv`, with Keras's names. */
export interface ConvOptions {
  /** Step of the window. Default: 1. */
  readonly strides?: PerAxis;
  /**
   * `valid` (default): windows inside the input only; `same`: output size is input size / stride, rounded up, and
   * the odd element of padding stands at the end; `causal`, for one axis: no output sees what comes later; or
   * zeros before and after each spatial axis.
   */
  readonly padding?: 'valid' | 'same' | 'causal' | readonly (readonly [number, number])[];
  /** Distance between elements of the window. Default: 1; above 1 only with strides of 1. */
  readonly dilationRate?: PerAxis;
  /** Number of groups that channels and filters are divided into, each convolved apart. Default: 1. */
  readonly groups?: number;
}

/** What `conv` has read from its options. */
interface Window {
  readonly strides: number[];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: number[];
  readonly groups: number;
}

/**
 * Convolution over one, two or three spatial axes, channels last.
 *
 * With as many groups as channels it is depthwise convolution, with fewer than that and more than one it is
 * grouped.
 *
 * @param x - float32 `[batch, time, channels]`, `[batch, height, width, channels]` or
 * `[batch, depth, height, width, channels]`
 * @param kernel - float32 `[...kernelSize, channels / groups, filters]`; filters of one group stand together.
 * @returns float32 `[batch, ..., filters]`
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 * @example
 * import { conv } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const series = tf.ones([1, 10, 4]); // [batch, time, channels]
 * conv(series, tf.ones([3, 4, 8]), { padding: 'causal', dilationRate: 2 }).print(); // [1, 10, 8]
 * conv(series, tf.ones([3, 2, 8]), { groups: 2 }).print(); // [1, 8, 8]
 */
export function conv(x: Tensor, kernel: Tensor, options: ConvOptions = {}): Tensor {
  const { rank, strides, dilationRate } = windowOptions('conv', x, kernel, options);
  const { padding = 'valid', groups = 1 } = options;
  checkGroups(x, kernel, groups);
  const isNamed = padding === 'valid' || padding === 'same';
  const zeros = isNamed ? undefined : zerosAround(padding, kernel.shape, dilationRate);
  return tidy(() => {
    const padded = zeros === undefined ? x : padAxes(x, zeros);
    const window: Window = { strides, padding: isNamed ? padding : 'valid', dilationRate, groups };
    const read = padding === 'same' ? trimToWindows(padded, kernel.shape.slice(0, -2), strides) : padded;
    return withoutHeight(convolveGroups(withHeight(read), kernelWithHeight(kernel), window), rank);
  });
}

/** One axis at a time where there are more than four, which the pad of webgl does not compile. */
function padAxes(x: Tensor, zeros: [number, number][]): Tensor {
  if (x.rank < 5) return pad(x, zeros);
  return zeros.reduce((y, [before, after], axis) => {
    return before + after === 0 ? y : unstride(y, axis, before + (y.shape[axis] ?? 0) + after, before, 1);
  }, x);
}

/** Group g sees its share of the channels and makes its share of the filters. */
function convolveGroups(x: Tensor, kernel: Tensor, window: Window): Tensor {
  const { groups } = window;
  if (groups === 1) return convolve(x, kernel, window);
  const channels = (x.shape.at(-1) ?? 0) / groups;
  const filters = (kernel.shape.at(-1) ?? 0) / groups;
  if (channels === 1 && x.rank === 4) return convolveDepthwise(x, kernel, window);
  const share = (whole: Tensor, group: number, size: number): Tensor => {
    const begin = whole.shape.map((_, axis) => (axis === whole.rank - 1 ? group * size : 0));
    return slice(whole, begin, [...whole.shape.slice(0, -1), size]);
  };
  const parts = Array.from({ length: groups }, (_, group) =>
    convolve(share(x, group, channels), share(kernel, group, filters), window),
  );
  return concat(parts, x.rank - 1); // [batch, ..., filters]
}

function convolve(x: Tensor, kernel: Tensor, { strides, padding, dilationRate }: Window): Tensor {
  if (x.rank === 4) {
    const [steps, dilation] = [pair(strides), pair(dilationRate)];
    return conv2d(x as Tensor4D, kernel as Tensor4D, steps, padding, 'NHWC', dilation);
  }
  const [steps, dilation] = [strides as [number, number, number], dilationRate as [number, number, number]];
  return conv3d(x as Tensor5D, kernel as Tensor5D, steps, padding, 'NDHWC', dilation);
}

/** One channel a group: filter m of channel c is filter c · multiplier + m of all. */
function convolveDepthwise(x: Tensor, kernel: Tensor, { strides, padding, dilationRate, groups }: Window): Tensor {
  const [height = 1, width = 1, , filters = 1] = kernel.shape;
  const byChannel = reshape(kernel, [height, width, groups, filters / groups]) as Tensor4D; // [height, width, channels, multiplier]
  return depthwiseConv2d(x as Tensor4D, byChannel, pair(strides), padding, 'NHWC', pair(dilationRate));
}

function pair(values: readonly number[]): [number, number] {
  const [height = 1, width = 1] = pairOrTriple(values);
  return [height, width];
}

/** Zeros before and after each axis of x. */
function zerosAround(
  padding: 'causal' | readonly (readonly [number, number])[],
  kernelShape: readonly number[],
  dilationRate: readonly number[],
): [number, number][] {
  const rank = dilationRate.length;
  const isRight =
    padding === 'causal'
      ? rank === 1
      : padding.length === rank && padding.flat().every((zeros) => Number.isInteger(zeros) && zeros >= 0);
  if (!isRight) {
    throw opOption('conv', 'padding', padding, `'valid', 'same', 'causal' with one axis, or ${rank} pairs of counts`);
  }
  const past = ((kernelShape[0] ?? 1) - 1) * (dilationRate[0] ?? 1);
  const spatial = padding === 'causal' ? ([[past, 0]] as const) : padding;
  return [[0, 0], ...spatial.map(([before, after]): [number, number] => [before, after]), [0, 0]];
}

function checkGroups(x: Tensor, kernel: Tensor, groups: number): void {
  const [channels = 0, filters = 0] = [x.shape.at(-1), kernel.shape.at(-1)];
  if (!(Number.isInteger(groups) && groups > 0 && channels % groups === 0 && filters % groups === 0)) {
    throw opOption('conv', 'groups', groups, `a divisor of the ${channels} channels and of the ${filters} filters`);
  }
  if (kernel.shape.at(-2) === channels / groups) return;
  throw opInputShape(
    'conv',
    'the last axis but one of kernel must be the channels of a group.',
    kernel.shape,
    `[...kernelSize, ${channels / groups}, filters] for x ${formatShape(x.shape)} in ${groups} group(s)`,
    'build the kernel for these channels, or set groups.',
  );
}
