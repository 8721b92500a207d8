/** Maxima and means of windows and their gradients, of one to three axes. */
import type { Axes } from './convolution.js';
import { instruction, type Place, placeWords } from './instruction.js';

/** The sizes of a pooling, channels last. */
export interface PoolingSizes {
  /** Padding counts for nothing: a window of nothing else has the maximum -Infinity and the mean 0. */
  readonly kind: 'max' | 'average';
  readonly batch: number;
  readonly inSize: Axes;
  readonly channels: number;
  readonly outSize: Axes;
  readonly windowSize: Axes;
  readonly strides: Axes;
  readonly dilations: Axes;
  /** Places before the first element of each axis; those behind follow from the sizes. */
  readonly padding: Axes;
}

/** A pooling; a NaN is the maximum of its window. */
export interface Pooling {
  readonly x: Place;
  readonly y: Place;
}

/** Its gradient: that of a maximum goes to the first one of its window, or to the first NaN. */
export interface PoolingGradient {
  readonly dy: Place;
  /** Only maxima look at it. */
  readonly x: Place;
  readonly dx: Place;
}

/** The words of a pooling. */
export function poolingWords(sizes: PoolingSizes, { x, y }: Pooling): number[] {
  return instruction('pooling', [...sizeWords(sizes), ...[x, y].flatMap(placeWords)]);
}

/** The words of its gradient. */
export function poolingGradientWords(sizes: PoolingSizes, { dy, x, dx }: PoolingGradient): number[] {
  const tensors = sizes.kind === 'max' ? [dy, dx, x] : [dy, dx];
  return instruction('poolingGradient', [...sizeWords(sizes), ...tensors.flatMap(placeWords)]);
}

function sizeWords(sizes: PoolingSizes): number[] {
  const { kind, batch, inSize, channels, outSize, windowSize, strides, dilations, padding } = sizes;
  const axes = [...outSize, ...windowSize, ...strides, ...dilations, ...padding];
  return [Number(kind === 'average'), batch, ...inSize, channels, ...axes];
}
