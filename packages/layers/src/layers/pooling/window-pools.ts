/** The largest value or the average of each window, for one to three spatial axes. */
import { trimToWindows } from '@isograd/core';
import {
  avgPool,
  avgPool3d,
  maxPool,
  maxPool3d,
  reshape,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core';
import type { Padding } from '../../window-shape.js';

/** A window of pooling: one number for each spatial axis. */
export interface PoolWindow {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

/** Maps float32 `[batch, ..., channels]` to the same with one element for each window. */
export type WindowPool = (x: Tensor, window: PoolWindow) => Tensor;

type Triple = [number, number, number];

/** The largest value of each window; padding is never the largest. */
export const maxOfWindows: WindowPool = (x, window) => {
  const { poolSize, strides, padding } = window;
  if (x.rank === 5) return maxPool3d(volume(x, window), poolSize as Triple, strides as Triple, padding);
  return withoutRow(maxPool(withRow(x), pair(poolSize), pair(strides), padding), x.rank);
};

/** The average of each window, over the elements that lie in the input. */
export const averageOfWindows: WindowPool = (x, window) => {
  const { poolSize, strides, padding } = window;
  if (x.rank === 5) return avgPool3d(volume(x, window), poolSize as Triple, strides as Triple, padding);
  return withoutRow(avgPool(withRow(x), pair(poolSize), pair(strides), padding), x.rank);
};

function volume(x: Tensor, { poolSize, strides, padding }: PoolWindow): Tensor5D {
  return (padding === 'same' ? trimToWindows(x, poolSize, strides) : x) as Tensor5D;
}

/** A sequence as an image of one row; an image as it is. */
function withRow(x: Tensor): Tensor4D {
  const [batch = 0, time = 0, channels = 0] = x.shape;
  return x.rank === 3 ? reshape(x, [batch, 1, time, channels]) : (x as Tensor4D);
}

/** Undoes `withRow` for an input of this rank. */
function withoutRow(y: Tensor4D, rank: number): Tensor {
  const [batch, , time, channels] = y.shape;
  return rank === 3 ? reshape(y, [batch, time, channels]) : y;
}

function pair(values: readonly number[]): [number, number] {
  const [first = 1, second] = values;
  return second === undefined ? [1, first] : [first, second];
}
