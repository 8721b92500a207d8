/** Weights of examples by their class. */
import { NdArray } from '@isograd/core';
import { badOption } from '../messages.js';
import { badTargetsForClassWeight } from './data-messages.js';

/** A weight for some classes, by number; others weigh 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/**
 * The weight of each example.
 *
 * @param where - Who asks, for messages.
 * @param yTrue - Class numbers `[examples]` or `[examples, 1]`, or one-hot rows `[examples, classes]`.
 * @returns float32 `[examples]`
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} CLASS_WEIGHT_TARGETS
 */
export function weighClasses(where: string, classWeight: ClassWeight, yTrue: NdArray): NdArray {
  for (const [label, weight] of Object.entries(classWeight)) {
    const isValid = Number.isInteger(Number(label)) && Number(label) >= 0 && Number.isFinite(weight) && weight >= 0;
    if (!isValid) throw badOption(where, 'classWeight', `${label}: ${weight}`, 'weights from 0 up, by class number');
  }
  const [count = 0, classes = 1] = yTrue.shape;
  if (yTrue.shape.length > 2) throw badTargetsForClassWeight(where, yTrue.shape);
  const weights = Float32Array.from({ length: count }, (_, row) => {
    const label =
      classes === 1 ? (yTrue.data[row] ?? 0) : largestOf(yTrue.data.subarray(row * classes, (row + 1) * classes));
    return classWeight[label] ?? 1;
  });
  return new NdArray(weights, [count]);
}

/** Both weights of each example multiplied; other axes of the second stay. */
export function timesWeights(perExample: NdArray, weights: NdArray | undefined): NdArray {
  if (weights === undefined) return perExample;
  const size = weights.size / (perExample.size || 1);
  const product = Float32Array.from(
    weights.data,
    (weight, index) => weight * (perExample.data[Math.floor(index / size)] ?? 1),
  );
  return new NdArray(product, weights.shape);
}

/** Position of the largest value. */
function largestOf(row: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < row.length; index++) if ((row[index] ?? 0) > (row[best] ?? 0)) best = index;
  return best;
}
