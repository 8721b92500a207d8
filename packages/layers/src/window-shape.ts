/** Shape arithmetic of windows that slide over images: convolution and pooling. */
import type { PartialShape } from '@isograd/core';
import { emptyOutput, unknownAxis, wrongRank } from './messages.js';

/** `valid`: windows inside the input; `same`: output size is input size / stride, rounded up. */
export type Padding = 'valid' | 'same';

/** A window over height and width. */
export interface Window2D {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly dilation?: readonly [number, number];
}

/**
 * The axes of an image batch.
 *
 * @returns batch, height, width (null where unknown) and channels.
 * @throws {ShapeError} SHAPE_RANK, SHAPE_UNKNOWN_AXIS
 */
export function imageShape(
  where: string,
  shape: PartialShape,
): [batch: number | null, height: number | null, width: number | null, channels: number] {
  if (shape.length !== 4) {
    throw wrongRank(
      where,
      shape,
      '[batch, height, width, channels]',
      'add the axis of channels: inputShape [height, width, 1] for grey images.',
    );
  }
  const [batch = null, height = null, width = null, channels = null] = shape;
  if (channels === null) throw unknownAxis(where, shape, 'a known number of channels (the last axis)');
  return [batch, height, width, channels];
}

/**
 * Height and width of the output.
 *
 * @throws {ShapeError} SHAPE_EMPTY_OUTPUT when the window does not fit.
 */
export function windowOutput(
  where: string,
  inputShape: PartialShape,
  [height, width]: readonly [number | null, number | null],
  window: Window2D,
): [height: number | null, width: number | null] {
  const { size, strides, padding, dilation = [1, 1] } = window;
  const along = (input: number | null, axis: 0 | 1): number | null => {
    if (input === null) return null;
    const extent = (size[axis] - 1) * dilation[axis] + 1;
    return padding === 'same' ? Math.ceil(input / strides[axis]) : Math.floor((input - extent) / strides[axis]) + 1;
  };
  const output: [number | null, number | null] = [along(height, 0), along(width, 1)];
  if (output.some((length) => length !== null && length < 1)) {
    throw emptyOutput(where, inputShape, [null, ...output], `${size[0]}x${size[1]}`);
  }
  return output;
}
