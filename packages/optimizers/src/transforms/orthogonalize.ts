/** Muon's step: a matrix with all its singular values brought near 1. */
import { add, matMul, mul, sqrt, square, sum, div, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { checkFinite, checkPositive, checkSteps } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { notAMatrix } from '../messages.js';
import { type EmptyState, stateless } from './stateless.js';

/** How `orthogonalize` iterates. */
export interface OrthogonalizeOptions {
  /** Newton-Schulz steps, at least 1. Default: 5. */
  readonly steps?: number;
  /** a, b and c of the polynomial a x + b x³ + c x⁵. Default: 3.4445, -4.775 and 2.0315. */
  readonly coefficients?: readonly [a: number, b: number, c: number];
  /** Root mean square of the result, above 0; without it the singular values are near 1. */
  readonly rmsRate?: number | undefined;
}

/**
 * Replaces a matrix G = U S Vᵀ by about U Vᵀ: X = G / (‖G‖ + 1e-7), then X ← a X + (b A + c A²) X with A = X Xᵀ, on the
 * transpose where there are more rows than columns. The polynomial rises steeply at 0, so that a few steps bring singular
 * values of very different sizes to between about 0.7 and 1.2. With `rmsRate` r the result is multiplied by
 * r √max(rows, columns).
 *
 * Every update must be a matrix: see `masked`.
 *
 * @throws {ValueError} OPTIMIZER_OPTION; from `update` {ShapeError} OPTIMIZER_RANK
 * @see Jordan et al.: "Muon: An optimizer for hidden layers in neural networks" (2024), https://kellerjordan.github.io/posts/muon/
 * @see Liu et al.: "Muon is Scalable for LLM Training" (2025), for `rmsRate`
 */
export function orthogonalize(options: OrthogonalizeOptions = {}): GradientTransformation<EmptyState> {
  const { steps = 5, coefficients = [3.4445, -4.775, 2.0315], rmsRate } = options;
  checkSteps('orthogonalize', 'steps', steps, 1);
  for (const place of [0, 1, 2]) checkFinite('orthogonalize', `coefficients[${place}]`, coefficients[place]);
  if (rmsRate !== undefined) checkPositive('orthogonalize', 'rmsRate', rmsRate);
  const [a, b, c] = coefficients;

  return stateless((grads) =>
    mapTensors(
      'orthogonalize',
      ([g], path) => {
        const [rows = 0, columns = 0] = g.shape;
        if (g.rank !== 2) throw notAMatrix('orthogonalize', path, g);
        const isTall = rows > columns;
        let x: Tensor = div(isTall ? transpose(g) : g, add(sqrt(sum(square(g))), 1e-7));
        for (let step = 0; step < steps; step++) {
          const products = matMul(x, x, false, true);
          x = add(mul(x, a), matMul(add(mul(products, b), mul(matMul(products, products), c)), x));
        }
        const scaled = rmsRate === undefined ? x : mul(x, rmsRate * Math.sqrt(Math.max(rows, columns)));
        return isTall ? transpose(scaled) : scaled;
      },
      [grads],
    ),
  );
}
