/** The Kullback-Leibler divergence. */
import { clipByValue, div, log, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Loss, LossOptions } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkProbabilities } from './target-checks.js';

/**
 * The Kullback-Leibler divergence: Σ yTrue log(yTrue / yPred) over the last axis, of probabilities no smaller than
 * 1e-7.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Kullback and Leibler: "On information and sufficiency" (1951)
 */
export function klDivergence(options: LossOptions = {}): Loss {
  const clip = (values: Tensor): Tensor => clipByValue(values, epsilon, 1);
  return makeLoss(
    {
      name: 'klDivergence',
      className: 'KLDivergence',
      config: {},
      perExample: (yTrue, yPred) => {
        const targets = clip(yTrue);
        return sum(mul(targets, log(div(targets, clip(yPred)))), -1);
      },
      checkTargets: checkProbabilities,
    },
    options,
  );
}
