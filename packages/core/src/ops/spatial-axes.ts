/** What convolutions of one, two and three spatial axes share: their options, and one axis written as two. */
import { reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import { opInputShape, opOption } from '../messages.js';
import { formatShape } from '../shape.js';

/** One number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

/**
 * The rank of the space that `x` and `kernel` share.
 *
 * @throws {ShapeError} OP_SHAPE
 */
function spatialRank(where: string, x: Tensor, kernel: Tensor): number {
  const rank = x.rank - 2;
  if (rank < 1 || rank > 3) {
    const expected = '[batch, time, channels], [batch, height, width, channels] or one with depth';
    throw opInputShape(where, 'x must have one to three spatial axes.', x.shape, expected, 'add or split axes.');
  }
  if (kernel.rank !== x.rank) {
    throw opInputShape(
      where,
      'kernel must have as many spatial axes as x.',
      kernel.shape,
      `rank ${x.rank}, for x ${formatShape(x.shape)}`,
      'give the kernel one axis for each spatial axis, and two of channels.',
    );
  }
  return rank;
}

/**
 * An option for each spatial axis.
 *
 * @throws {ValueError} OP_OPTION
 */
export function forEachAxis(where: string, option: string, value: PerAxis, rank: number, least = 1): number[] {
  const values = typeof value === 'number' ? Array.from({ length: rank }, () => value) : [...value];
  if (values.length === rank && values.every((number) => Number.isInteger(number) && number >= least)) return values;
  throw opOption(where, option, value, `an integer from ${least} on, or ${rank} of them`);
}

/**
 * Refuses strides together with dilation, which no backend has.
 *
 * @throws {ValueError} OP_OPTION
 */
function checkStridesOrDilation(where: string, strides: readonly number[], dilationRate: readonly number[]): void {
  if (strides.every((stride) => stride === 1) || dilationRate.every((rate) => rate === 1)) return;
  throw opOption(where, 'dilationRate', dilationRate, '1 when strides are above 1');
}

/** What convolution and its transpose have read from their arguments: a value for each spatial axis. */
export interface WindowOptions {
  readonly rank: number;
  readonly strides: number[];
  readonly dilationRate: number[];
}

/**
 * Reads and checks the steps of a window.
 *
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 */
export function windowOptions(
  where: string,
  x: Tensor,
  kernel: Tensor,
  options: { readonly strides?: PerAxis; readonly dilationRate?: PerAxis },
): WindowOptions {
  const rank = spatialRank(where, x, kernel);
  const strides = forEachAxis(where, 'strides', options.strides ?? 1, rank);
  const dilationRate = forEachAxis(where, 'dilationRate', options.dilationRate ?? 1, rank);
  checkStridesOrDilation(where, strides, dilationRate);
  return { rank, strides, dilationRate };
}

/** `[batch, time, channels]` as an image of one row; other ranks as they are. */
export function withHeight(x: Tensor): Tensor {
  return x.rank === 3 ? reshape(x, [x.shape[0] ?? 0, 1, x.shape[1] ?? 0, x.shape[2] ?? 0]) : x;
}

/** A kernel for `withHeight`. */
export function kernelWithHeight(kernel: Tensor): Tensor {
  return kernel.rank === 3 ? reshape(kernel, [1, ...kernel.shape]) : kernel;
}

/** Undoes `withHeight` where the space had `rank` 1. */
export function withoutHeight(y: Tensor, rank: number): Tensor {
  return rank === 1 ? reshape(y, [y.shape[0] ?? 0, y.shape[2] ?? 0, y.shape[3] ?? 0]) : y;
}

/** One number an axis, with 1 for the row that `withHeight` has put before a single axis. */
export function pairOrTriple(values: readonly number[]): readonly number[] {
  return values.length === 1 ? [1, ...values] : values;
}

/**
 * Volumes without the planes, rows and columns at the end that no `same` window reads, where a stride is longer than
 * its window. tfjs's kernels, which webgl still runs, would move such windows, since their padding has no floor of 0.
 *
 * @param x - `[batch, depth, height, width, channels]`; other ranks are returned as they are.
 * @param kernelSize - Size of the window along each spatial axis.
 * @param strides - Step of the window along each spatial axis.
 * @returns What has the same windows, or `x` itself where nothing is left out.
 */
export function trimToWindows(x: Tensor, kernelSize: readonly number[], strides: readonly number[]): Tensor {
  if (x.rank !== 5) return x;
  const sizes = x.shape.map((size, axis) => {
    const [length, stride] = [kernelSize[axis - 1] ?? size, strides[axis - 1] ?? 1];
    return Math.min(size, (Math.ceil(size / stride) - 1) * stride + length);
  });
  return sizes.every((size, axis) => size === x.shape[axis]) ? x : slice(x, [0, 0, 0, 0, 0], sizes);
}
