/** The Huber loss. */
import { abs, add, mean, minimum, mul, square, sub } from '@tensorflow/tfjs-core';
import { positiveNumber } from '../option-checks.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';
import { checkSameShape } from './target-checks.js';

/** Options of `huber`, with Keras's names. */
export interface HuberOptions extends LossOptions {
  /** Where it becomes linear; positive. Default: 1. */
  readonly delta?: number;
}

/**
 * Squared for small errors, linear for large ones: with e = |yTrue - yPred| and q = min(e, delta),
 * q^2 / 2 + delta (e - q), averaged over the last axis.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see P. J. Huber: "Robust estimation of a location parameter" (1964)
 */
export function huber(options: HuberOptions = {}): Loss {
  const delta = positiveNumber('huber', 'delta', options.delta ?? 1);
  return makeLoss(
    {
      name: 'huber',
      className: 'Huber',
      config: { delta },
      perExample: (yTrue, yPred) => {
        const error = abs(sub(yTrue, yPred));
        const quadratic = minimum(error, delta);
        return mean(add(mul(square(quadratic), 0.5), mul(sub(error, quadratic), delta)), -1);
      },
      checkTargets: checkSameShape,
    },
    options,
  );
}
