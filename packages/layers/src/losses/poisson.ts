/** The Poisson loss. */
import { add, log, mean, mul, sub } from '@tensorflow/tfjs-core';
import type { Loss, LossOptions } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkNonNegative } from './target-checks.js';

/**
 * The Poisson loss: yPred - yTrue log(yPred + 1e-7), averaged over the last axis: the negative log-likelihood of counts
 * whose expectation is predicted, but for a constant. Predictions must be positive.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function poisson(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'poisson',
      className: 'Poisson',
      config: {},
      perExample: (yTrue, yPred) => mean(sub(yPred, mul(yTrue, log(add(yPred, epsilon)))), -1),
      checkTargets: checkNonNegative,
    },
    options,
  );
}
