/** The shape in which a layer draws at random. */
import type { PartialShape } from '@isograd/core';
import { badOption } from '../../messages.js';

/** Sizes of a draw that is repeated along the axes where it has size 1; null for the size of the input. */
export type NoiseShape = PartialShape;

/**
 * Reads the option `noiseShape`.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function readNoiseShape(where: string, value: unknown): NoiseShape | undefined {
  if (value === undefined) return undefined;
  const isShape =
    Array.isArray(value) && value.every((size) => size === null || (Number.isSafeInteger(size) && size >= 1));
  if (!isShape) throw badOption(where, 'noiseShape', value, 'a list of positive integers and null');
  return value as NoiseShape;
}

/**
 * The shape of a draw for some input.
 *
 * @param noiseShape - Undefined for that of the input.
 * @param shape - Of the input; null where unknown.
 * @throws {ValueError} LAYER_OPTION when the draw cannot be repeated to the shape of the input.
 */
export function noiseShapeFor<Size extends number | null>(
  where: string,
  noiseShape: NoiseShape | undefined,
  shape: readonly Size[],
): readonly (Size | 1)[] {
  if (noiseShape === undefined) return shape;
  const fits =
    noiseShape.length === shape.length &&
    noiseShape.every((size, axis) => size === null || size === 1 || shape[axis] === null || size === shape[axis]);
  if (!fits)
    throw badOption(where, 'noiseShape', noiseShape, `1, null or its size for each axis of [${shape.join(', ')}]`);
  return shape.map((size, axis) => (noiseShape[axis] === 1 ? 1 : size));
}
