/** The step that all normalisations share. */
import { add, mean, mul, reshape, rsqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { opInputShape, opOption } from '../messages.js';
import { formatShape, shapesMatch } from '../shape.js';

/** What is learnt in a normalisation. */
export interface ScaleAndShift {
  /** What the result is multiplied by. Default: 1. */
  readonly gamma?: Tensor;
  /** What is added in the end. Default: 0. */
  readonly beta?: Tensor;
}

/** (x - μ) / sqrt(σ² + epsilon) with the mean μ and the biased variance σ² along `axes`. */
export function standardize(x: Tensor, axes: number[], epsilon: number): Tensor {
  const centered = sub(x, mean(x, axes, true));
  return divideByRoot(centered, mean(square(centered), axes, true), epsilon);
}

/** x / sqrt(power + epsilon) */
export function divideByRoot(x: Tensor, power: Tensor, epsilon: number): Tensor {
  return mul(x, rsqrt(add(power, epsilon)));
}

/** x · gamma + beta, whose axes are the given ones of `x`. */
export function scaleAndShift(x: Tensor, axes: readonly number[], { gamma, beta }: ScaleAndShift): Tensor {
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1)); // broadcasts against x
  const scaled = gamma === undefined ? x : mul(x, reshape(gamma, shape));
  return beta === undefined ? scaled : add(scaled, reshape(beta, shape));
}

/**
 * Refuses weights of another shape than the axes they belong to, and an epsilon that is not positive.
 *
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 */
export function checkNormalization(
  where: string,
  x: Tensor,
  axes: readonly number[],
  { gamma, beta, epsilon }: ScaleAndShift & { readonly epsilon: number },
): void {
  if (!(epsilon > 0)) throw opOption(where, 'epsilon', epsilon, 'a positive number');
  const expected = axes.map((axis) => x.shape[axis] ?? 0);
  for (const [name, weight] of Object.entries({ gamma, beta })) {
    if (weight === undefined || shapesMatch(weight.shape, expected)) continue;
    throw opInputShape(
      where,
      `${name} must have the axes ${axes.join(', ')} of x.`,
      weight.shape,
      `${formatShape(expected)} for x ${formatShape(x.shape)}`,
      `give ${name} one element for each position along these axes.`,
    );
  }
}
