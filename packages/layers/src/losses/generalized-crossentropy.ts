/** A cross-entropy that bears wrong labels. */
import { cast, div, equal, mul, pow, range, reshape, sub, sum } from '@tensorflow/tfjs-core';
import { badOption } from '../messages.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';
import { checkLabels } from './target-checks.js';

/** Options of `categoricalGeneralizedCrossEntropy`, with Keras's names. */
export interface GeneralizedCrossEntropyOptions extends LossOptions {
  /** Between the cross-entropy, near 0, and the absolute error, near 1; from above 0 to below 1. Default: 0.5. */
  readonly q?: number;
}

/**
 * The generalized cross-entropy (1 - p[label]^q) / q: between cross-entropy and absolute error, so that wrong labels
 * weigh less. Targets are class numbers, int32 `[batch, ...]` or `[batch, ..., 1]`; predictions are probabilities.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Zhang and Sabuncu: "Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels" (2018)
 */
export function categoricalGeneralizedCrossEntropy(options: GeneralizedCrossEntropyOptions = {}): Loss {
  const { q = 0.5 } = options;
  const name = 'categoricalGeneralizedCrossEntropy';
  if (!(typeof q === 'number' && q > 0 && q < 1)) {
    throw badOption(name, 'q', q, 'a number between 0 and 1, neither included');
  }
  return makeLoss(
    {
      name,
      className: 'CategoricalGeneralizedCrossEntropy',
      config: { q },
      perExample: (yTrue, yPred) => {
        const labels = reshape(cast(yTrue, 'int32'), [...yPred.shape.slice(0, -1), 1]);
        const isLabel = cast(equal(labels, range(0, yPred.shape.at(-1) ?? 1, 1, 'int32')), 'float32');
        const p = sum(mul(yPred, isLabel), -1);
        return div(sub(1, pow(p, q)), q);
      },
      checkTargets: checkLabels,
    },
    options,
  );
}
