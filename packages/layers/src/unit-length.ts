/** Scales vectors to length 1. */
import { maximum, mul, rsqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';

/**
 * x / max(‖x‖, epsilon) with the Euclidean length along some axes.
 *
 * The maximum is taken of the square, before the root: its derivative at a vector of zeros is finite.
 *
 * @param x - float32, any shape.
 * @param axes - Axes of the vectors; undefined for all.
 * @param epsilon - Above 1e-19, whose square float32 still holds.
 */
export function toUnitLength(x: Tensor, axes: number[] | undefined, epsilon: number): Tensor {
  return mul(x, rsqrt(maximum(sum(square(x), axes, true), epsilon ** 2)));
}
