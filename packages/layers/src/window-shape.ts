/** Shape arithmetic of sequences, images and volumes, and of windows that slide over them: convolution and pooling. */
import type { PartialShape } from '@isograd/core';
import { emptyOutput, unknownAxis, wrongRank } from './messages.js';

/** `valid`: windows inside the input; `same`: output size is input size / stride, rounded up. */
export type Padding = 'valid' | 'same';

/** A window over one to three spatial axes: one number for each. */
export interface SpatialWindow {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  /** `causal` has as many windows as `same`. */
  readonly padding: Padding | 'causal';
  /** Default: 1. */
  readonly dilationRate?: readonly number[];
}

/** The axes of a batch of sequences, images or volumes; null where unknown. */
export interface SpatialShape {
  readonly batch: number | null;
  readonly sizes: readonly (number | null)[];
  readonly channels: number | null;
}

/** Names of the spatial axes, by their number. */
const axisNames: Readonly<Record<number, string>> = { 1: 'time', 2: 'height, width', 3: 'depth, height, width' };

/**
 * The axes of an input.
 *
 * @param where - Label of the layer.
 * @param rank - Number of spatial axes, 1 to 3.
 * @throws {ShapeError} SHAPE_RANK
 */
export function spatialShape(where: string, shape: PartialShape, rank: number): SpatialShape {
  const names = axisNames[rank];
  if (shape.length !== rank + 2) {
    const fix = `add or split axes: one channel makes inputShape [${names}, 1].`;
    throw wrongRank(where, shape, `[batch, ${names}, channels]`, fix);
  }
  const [batch = null] = shape;
  return { batch, sizes: shape.slice(1, -1), channels: shape.at(-1) ?? null };
}

/**
 * The channels of an input, for layers whose weights depend on them.
 *
 * @throws {ShapeError} SHAPE_RANK, SHAPE_UNKNOWN_AXIS
 */
export function knownChannels(where: string, shape: PartialShape, rank: number): number {
  const { channels } = spatialShape(where, shape, rank);
  if (channels === null) throw unknownAxis(where, shape, 'a known number of channels (the last axis)');
  return channels;
}

/**
 * Sizes of the spatial axes of the output.
 *
 * @param where - Label of the layer.
 * @param inputShape - With batch and channels.
 * @throws {ShapeError} SHAPE_EMPTY_OUTPUT when the window does not fit.
 */
export function windowOutput(where: string, inputShape: PartialShape, window: SpatialWindow): (number | null)[] {
  const { size, strides, padding, dilationRate } = window;
  const output = inputShape.slice(1, -1).map((input, axis) => {
    if (input === null) return null;
    const [length = 1, stride = 1] = [size[axis], strides[axis]];
    const extent = (length - 1) * (dilationRate?.[axis] ?? 1) + 1;
    return padding === 'valid' ? Math.floor((input - extent) / stride) + 1 : Math.ceil(input / stride);
  });
  if (output.some((length) => length !== null && length < 1)) {
    throw emptyOutput(where, inputShape, [null, ...output], size.join('x'));
  }
  return output;
}
