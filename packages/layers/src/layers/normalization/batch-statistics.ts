/** Mean and variance of a batch. */
import { cast, div, maximum, mean, mul, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { alongTensor, zeroElsewhere } from '../../masked-positions.js';

/** What normalization takes from a batch; mean and variance broadcast against it. */
export interface BatchStatistics {
  /** x - μ */
  readonly centered: Tensor;
  /** μ */
  readonly average: Tensor;
  /** σ², divided by the number of elements, not one less. */
  readonly variance: Tensor;
}

/**
 * Mean and variance along some axes.
 *
 * @param x - float32, any shape.
 * @param axes - The axes that are averaged.
 * @param mask - bool `[batch, time]`: which positions count. Where none does, both are 0.
 */
export function batchStatistics(x: Tensor, axes: number[], mask: Tensor | undefined): BatchStatistics {
  if (mask === undefined) {
    const average = mean(x, axes, true);
    const centered = sub(x, average);
    return { centered, average, variance: mean(square(centered), axes, true) };
  }
  const positions = alongTensor(mask, x);
  const count = countAlong(positions, x, axes);
  const average = div(sum(zeroElsewhere(x, positions), axes, true), count);
  const centered = sub(x, average);
  const squares = square(zeroElsewhere(centered, positions));
  return { centered, average, variance: div(sum(squares, axes, true), count) };
}

/** How many elements along `axes` count, at least 1. */
function countAlong(positions: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  const masked = axes.filter((axis) => positions.shape[axis] === x.shape[axis]);
  const others = axes.filter((axis) => !masked.includes(axis));
  const repeated = others.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  return maximum(mul(sum(cast(positions, 'float32'), masked, true), repeated), 1);
}
