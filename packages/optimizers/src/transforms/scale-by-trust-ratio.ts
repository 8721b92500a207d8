/** Layer-wise rates: each tensor moves by a share of its own norm. */
import {
  div,
  greater,
  logicalAnd,
  mul,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
  add,
  where,
} from '@tensorflow/tfjs-core';
import { checkNonNegative, checkPositive } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { type EmptyState, stateless } from './stateless.js';

/** How `scaleByTrustRatio` scales. */
export interface ScaleByTrustRatioOptions {
  /** The share, above 0. Default: 1, as in LAMB; LARS takes 0.001. */
  readonly trustCoefficient?: number;
  /** Added to the norm of the update, at least 0. Default: 0. */
  readonly epsilon?: number;
}

/**
 * Scales each update u to a share of the norm of its parameter: u · trustCoefficient ‖p‖ / (‖u‖ + ε), and u itself
 * where one of the norms is 0.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see You, Gitman, Ginsburg: "Large Batch Training of Convolutional Networks" (2017)
 */
export function scaleByTrustRatio(options: ScaleByTrustRatioOptions = {}): GradientTransformation<EmptyState> {
  const { trustCoefficient = 1, epsilon = 0 } = options;
  checkPositive('scaleByTrustRatio', 'trustCoefficient', trustCoefficient);
  checkNonNegative('scaleByTrustRatio', 'epsilon', epsilon);
  return stateless((updates, params) =>
    mapTensors(
      'scaleByTrustRatio',
      ([param, update]) => {
        const [ofParam, ofUpdate] = [norm(param), norm(update)];
        const ratio = div(mul(ofParam, trustCoefficient), add(ofUpdate, epsilon));
        const isDefined = logicalAnd(greater(ofParam, 0), greater(ofUpdate, 0));
        return mul(update, where(isDefined, ratio, scalar(1)));
      },
      [params, updates],
    ),
  );
}

/** ‖x‖₂, a float32 scalar. */
function norm(x: Tensor): Tensor {
  return sqrt(sum(square(x)));
}
