/** Axes of an input that a normalization runs along or keeps apart. */
import { type PartialShape, shapesMatch } from '@isograd/core';
import { badOption, unknownAxis } from '../messages.js';
import { wrongFeatureSizes } from './normalization/normalization-messages.js';
import { axesWithin } from '../option-checks.js';
import type { Weight } from '../weight.js';

/**
 * The axes that an option means, from the front and ascending.
 *
 * @param where - Label of the layer.
 * @param axis - One axis or several; negative ones count from the last.
 * @param shape - Of the input, with the batch axis.
 * @throws {ValueError} LAYER_OPTION when the input has no such axis, or it is that of the batch.
 */
export function featureAxes(where: string, axis: number | readonly number[], shape: PartialShape): number[] {
  const axes = axesWithin(where, 'axis', axis, shape.length).sort((a, b) => a - b);
  if (axes[0] !== 0) return axes;
  throw badOption(where, 'axis', axis, `axes of the input other than batch (it has ${shape.length} axes)`);
}

/**
 * Sizes of some axes, of which a weight is made.
 *
 * @throws {ShapeError} SHAPE_UNKNOWN_AXIS
 */
export function featureSizes(where: string, axes: readonly number[], shape: PartialShape): number[] {
  return axes.map((axis) => {
    const size = shape[axis] ?? null;
    if (size === null) throw unknownAxis(where, shape, `a known size of axis ${axis}`);
    return size;
  });
}

/**
 * Refuses an input of other sizes than the weights were built for.
 *
 * @param sizes - Those of the input, along the axes of the weights.
 * @param weight - One of the weights; undefined before they are built, or where there are none.
 * @throws {ShapeError} NORMALIZATION_AXES
 */
export function requireSizes(where: string, sizes: readonly number[], weight: Weight | undefined): void {
  if (weight !== undefined && !shapesMatch(sizes, weight.shape)) throw wrongFeatureSizes(where, sizes, weight.shape);
}
