/** The messages of layers that reshape, a part of the catalogue of layers: one function a message, each with its code. */
import { formatShape, type PartialShape, ShapeError } from '@isograd/core';

export function croppedAway(
  where: string,
  received: PartialShape,
  cropping: readonly (readonly number[])[],
): ShapeError {
  return new ShapeError({
    code: 'SHAPE_CROPPED',
    where,
    problem: 'nothing would be left of its input.',
    received: formatShape(received),
    expected: `spatial axes longer than ${cropping.map(([before = 0, after = 0]) => before + after).join(', ')}`,
    fix: 'crop less, or feed larger inputs.',
  });
}

export function targetSizeMismatch(where: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'RESHAPE_SIZE',
    where,
    problem: 'the target shape must hold as many elements as the input.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'correct targetShape; one axis may be -1 and takes what remains.',
  });
}
