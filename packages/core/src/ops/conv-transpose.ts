/** Transposed convolution of one to three spatial axes. */
import {
  conv2dTranspose,
  conv3dTranspose,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  tidy,
} from '@tensorflow/tfjs-core';
import { unstride } from '../gradients/axis.js';
import { opInputShape, opOption } from '../messages.js';
import { formatShape } from '../shape.js';
import {
  forEachAxis,
  kernelWithHeight,
  type PerAxis,
  pairOrTriple,
  windowOptions,
  withHeight,
  withoutHeight,
} from './spatial-axes.js';

/** Options of `convTranspose`, with Keras's names. */
export interface ConvTransposeOptions {
  /** Distance between the windows that neighbouring elements of `x` write to. Default: 1. */
  readonly strides?: PerAxis;
  /** The padding of the convolution whose transpose this is. Default: `valid`. */
  readonly padding?: 'valid' | 'same';
  /** Which of the sizes that this convolution maps to that of `x`: what is added to the smallest. Default: Keras's choice, below. */
  readonly outputPadding?: PerAxis;
  /** Distance between elements of the window. Default: 1; above 1 only with strides of 1. */
  readonly dilationRate?: PerAxis;
}

/**
 * Transposed convolution over one, two or three spatial axes, channels last: the gradient of a convolution with
 * respect to its input, as a layer that enlarges.
 *
 * With the extent k = (kernelSize - 1) · dilationRate + 1 an axis of size n becomes n · strides with `same`
 * padding, n · strides + max(k - strides, 0) with `valid`; with `outputPadding` p,
 * (n - 1) · strides + (k mod 2) + p or (n - 1) · strides + k + p.
 *
 * @param x - float32 `[batch, time, channels]`, `[batch, height, width, channels]` or
 * `[batch, depth, height, width, channels]`
 * @param kernel - float32 `[...kernelSize, filters, channels]`: filters come first, as in Keras.
 * @returns float32 `[batch, ..., filters]`
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 * @example
 * import { convTranspose } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const images = tf.ones([1, 4, 4, 8]);
 * convTranspose(images, tf.ones([3, 3, 2, 8]), { strides: 2, padding: 'same' }).print(); // [1, 8, 8, 2]
 * @see Dumoulin and Visin: "A guide to convolution arithmetic for deep learning" (2016)
 */
export function convTranspose(x: Tensor, kernel: Tensor, options: ConvTransposeOptions = {}): Tensor {
  const { rank, strides, dilationRate } = windowOptions('convTranspose', x, kernel, options);
  const { padding = 'valid', outputPadding } = options;
  const extra =
    outputPadding === undefined ? undefined : forEachAxis('convTranspose', 'outputPadding', outputPadding, rank, 0);
  const sizes = strides.map((stride, axis) => {
    const extent = ((kernel.shape[axis] ?? 1) - 1) * (dilationRate[axis] ?? 1) + 1;
    return convTransposeSize('convTranspose', { size: x.shape[axis + 1] ?? 0, extent, stride, padding }, extra?.[axis]);
  });
  checkChannels(x, kernel);
  return tidy(() => {
    const image = withHeight(x);
    const window = kernelWithHeight(spread(kernel, dilationRate));
    // what no window writes is left out and added as zeros: the kernels of volumes would move the windows (trimToWindows)
    const written = sizes.map((size, axis) => {
      const last = ((x.shape[axis + 1] ?? 0) - 1) * (strides[axis] ?? 1);
      return rank === 3 && padding === 'same' ? Math.min(size, last + (window.shape[axis] ?? 1)) : size;
    });
    const shape = [image.shape[0], ...pairOrTriple(written), window.shape.at(-2)];
    const steps = pairOrTriple(strides);
    const y =
      rank === 3
        ? conv3dTranspose(
            image as Tensor5D,
            window as Tensor5D,
            shape as [number, number, number, number, number],
            steps as [number, number, number],
            padding,
          )
        : conv2dTranspose(
            image as Tensor4D,
            window as Tensor4D,
            shape as [number, number, number, number],
            steps as [number, number],
            padding,
          );
    return sizes.reduce(
      (padded, size, axis) => (size === written[axis] ? padded : unstride(padded, axis + 1, size, 0, 1)),
      withoutHeight(y, rank),
    );
  });
}

/** A kernel with zeros between its elements: no kernel of tfjs for transposed convolution knows dilation. */
function spread(kernel: Tensor, dilationRate: readonly number[]): Tensor {
  return dilationRate.reduce((spaced, rate, axis) => {
    const extent = ((spaced.shape[axis] ?? 1) - 1) * rate + 1;
    return rate === 1 ? spaced : unstride(spaced, axis, extent, 0, rate);
  }, kernel);
}

/** One spatial axis of a transposed convolution. */
export interface TransposedAxis {
  readonly size: number;
  /** (kernelSize - 1) · dilationRate + 1 */
  readonly extent: number;
  readonly stride: number;
  readonly padding: 'valid' | 'same';
}

/**
 * Size of an axis after a transposed convolution: Keras's rule (`compute_conv_transpose_output_shape`).
 *
 * @param where - Who asks, for messages.
 * @param outputPadding - What is added to the smallest size, or Keras's choice.
 * @throws {ValueError} OP_OPTION when no convolution of that stride maps the size to that of the input
 */
export function convTransposeSize(where: string, axis: TransposedAxis, outputPadding: number | undefined): number {
  const { size, extent, stride, padding } = axis;
  const isSame = padding === 'same';
  if (outputPadding === undefined) return size * stride + (isSame ? 0 : Math.max(extent - stride, 0));
  const extra = outputPadding + (isSame ? extent % 2 : 0);
  const [least, most] = isSame ? [1, stride] : [0, stride - 1];
  if (extra < least || extra > most) {
    const shift = extra - outputPadding;
    const range = `an integer from ${Math.max(least - shift, 0)} to ${most - shift} with strides of ${stride}`;
    throw opOption(where, 'outputPadding', outputPadding, range);
  }
  return (size - 1) * stride + extra + (isSame ? 0 : extent);
}

function checkChannels(x: Tensor, kernel: Tensor): void {
  if (kernel.shape.at(-1) === x.shape.at(-1)) return;
  throw opInputShape(
    'convTranspose',
    'the last axis of kernel must be the channels of x.',
    kernel.shape,
    `[...kernelSize, filters, ${x.shape.at(-1)}] for x ${formatShape(x.shape)}`,
    'put filters before channels, which is the other order than that of conv.',
  );
}
