/** Losses between numbers: squared, absolute, Huber. */
import type { NdArray, PartialShape } from '@isograd/core';
import { formatShape, shapesMatch } from '@isograd/core';
import { abs, add, mean, minimum, mul, square, squaredDifference, sub, type Tensor } from '@tensorflow/tfjs-core';
import { badOption, targetShape } from '../messages.js';
import type { Loss } from './loss.js';

/** Averages over the last axis. */
const meanOfFeatures = (values: Tensor): Tensor => mean(values, -1);

/** Targets must have the shape of the output. */
export function checkSameShape(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  if (shapesMatch(yTrue.shape, outputShape)) return;
  throw targetShape(where, yTrue.shape, formatShape(outputShape), 'give targets the shape of the output of the model.');
}

/** Mean squared error: mean((yTrue - yPred)^2) over the last axis. */
export function meanSquaredError(): Loss {
  return {
    name: 'meanSquaredError',
    config: {},
    perExample: (yTrue, yPred) => meanOfFeatures(squaredDifference(yTrue, yPred)),
    checkTargets: checkSameShape,
  };
}

/** Mean absolute error: mean(|yTrue - yPred|) over the last axis. */
export function meanAbsoluteError(): Loss {
  return {
    name: 'meanAbsoluteError',
    config: {},
    perExample: (yTrue, yPred) => meanOfFeatures(abs(sub(yTrue, yPred))),
    checkTargets: checkSameShape,
  };
}

/**
 * Squared for small errors, linear for large ones: with e = |yTrue - yPred| and q = min(e, delta),
 * q^2 / 2 + delta (e - q), averaged over the last axis.
 *
 * @param options - `delta`: where it becomes linear; positive, default 1.
 * @throws {ValueError} LAYER_OPTION
 * @see P. J. Huber: "Robust estimation of a location parameter" (1964)
 */
export function huber(options: { readonly delta?: number } = {}): Loss {
  const { delta = 1 } = options;
  if (!(delta > 0)) throw badOption('huber', 'delta', delta, 'a positive number');
  return {
    name: 'huber',
    config: { delta },
    perExample: (yTrue, yPred) => {
      const error = abs(sub(yTrue, yPred));
      const quadratic = minimum(error, delta);
      return meanOfFeatures(add(mul(square(quadratic), 0.5), mul(sub(error, quadratic), delta)));
    },
    checkTargets: checkSameShape,
  };
}
