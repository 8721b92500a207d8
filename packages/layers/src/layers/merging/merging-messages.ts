/** The messages of layers that merge their inputs, a part of the catalogue of layers. */
import { formatShape, type PartialShape, ShapeError } from '@isograd/core';

/** The shape of one input of several. */
export interface NumberedShape {
  readonly number: number;
  readonly shape: PartialShape;
}

export function notBroadcast(where: string, first: NumberedShape, second: NumberedShape): ShapeError {
  return new ShapeError({
    code: 'MERGE_SHAPES',
    where,
    problem: `its inputs ${first.number} and ${second.number} (counted from 0) do not broadcast against each other.`,
    received: `${formatShape(first.shape)} and ${formatShape(second.shape)}`,
    expected: 'the same batch, and in each other axis, aligned at the last, the same size or 1',
    fix: 'bring both to one shape before: dense() or conv2d() for the channels, reshape() for the axes.',
  });
}

export function notConcatenated(where: string, first: NumberedShape, second: NumberedShape, axis: number): ShapeError {
  return new ShapeError({
    code: 'CONCATENATE_SHAPES',
    where,
    problem: `its inputs ${first.number} and ${second.number} (counted from 0) differ beside the axis ${axis} along which they are joined.`,
    received: `${formatShape(first.shape)} and ${formatShape(second.shape)}`,
    expected: `equal sizes in all axes but ${axis}`,
    fix: 'crop, pad or pool one of them, or choose another axis.',
  });
}

export function noDotProduct(
  where: string,
  first: PartialShape,
  second: PartialShape,
  axes: readonly number[],
): ShapeError {
  return new ShapeError({
    code: 'DOT_SHAPES',
    where,
    problem: `its inputs 0 and 1 have no product over the axes ${axes.join(' and ')}.`,
    received: `${formatShape(first)} and ${formatShape(second)}`,
    expected: 'the same batch, at least one more axis each, and equal sizes along the axes that are multiplied',
    fix: 'correct the option axes: one axis of the first input and one of the second, neither of them the batch.',
  });
}
