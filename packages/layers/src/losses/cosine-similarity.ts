/** The cosine of the angle between target and prediction. */
import { div, maximum, mul, neg, sqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { wholeNumber } from '../option-checks.js';
import type { Loss, LossOptions } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkSameShape, classAxis } from './target-checks.js';

/** Options of `cosineSimilarity`, with Keras's names. */
export interface CosineSimilarityOptions extends LossOptions {
  /** The axis of the components. Default: the last. */
  readonly axis?: number;
}

/** Vectors of length 1 along an axis; one of length 0 stays. */
export function normalizeVectors(x: Tensor, axis: number): Tensor {
  return div(x, sqrt(maximum(sum(square(x), axis, true), epsilon ** 2)));
}

/** The cosine of the angle between vectors along an axis; 0 where one has length 0. */
export function cosineOf(yTrue: Tensor, yPred: Tensor, axis: number): Tensor {
  return sum(mul(normalizeVectors(yTrue, axis), normalizeVectors(yPred, axis)), axis);
}

/**
 * Minus the cosine of the angle between target and prediction: -1 for the same direction, 1 for opposite ones.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 */
export function cosineSimilarity(options: CosineSimilarityOptions = {}): Loss {
  const name = 'cosineSimilarity';
  const axis = wholeNumber(name, 'axis', options.axis ?? -1);
  return makeLoss(
    {
      name,
      className: 'CosineSimilarity',
      config: { axis },
      perExample: (yTrue, yPred) => neg(cosineOf(yTrue, yPred, classAxis(name, axis, yPred.shape))),
      checkTargets: (where, yTrue, outputShape) => {
        classAxis(where, axis, outputShape);
        checkSameShape(where, yTrue, outputShape);
      },
    },
    options,
  );
}
