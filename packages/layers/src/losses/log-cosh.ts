/** The logarithm of the hyperbolic cosine of the error. */
import { add, mean, mul, softplus, sub } from '@tensorflow/tfjs-core';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';
import { checkSameShape } from './target-checks.js';

/**
 * The logarithm of the hyperbolic cosine, log cosh(yPred - yTrue), averaged over the last axis: about e^2 / 2 for small
 * errors and |e| - log 2 for large ones.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function logCosh(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'logCosh',
      className: 'LogCosh',
      config: {},
      // e + log(1 + exp(-2e)) - log 2 does not overflow
      perExample: (yTrue, yPred) => {
        const error = sub(yPred, yTrue);
        return mean(sub(add(error, softplus(mul(error, -2))), Math.LN2), -1);
      },
      checkTargets: checkSameShape,
    },
    options,
  );
}
