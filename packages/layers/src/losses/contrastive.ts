/** The contrastive loss of distances. */
import { add, maximum, mean, mul, square, sub } from '@tensorflow/tfjs-core';
import { nonNegativeNumber } from '../option-checks.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';
import { checkBinary } from './target-checks.js';

/** Options of `contrastive`. */
export interface ContrastiveOptions extends LossOptions {
  /** The distance beyond which unlike pairs are left alone; at least 0. Default: 1. */
  readonly margin?: number;
}

/**
 * The contrastive loss: y d^2 + (1 - y) max(margin - d, 0)^2, averaged over the last axis. The prediction is the
 * distance d of a pair, float32 `[batch, 1]`; the target y is 1 for a pair of one kind and 0 for an unlike one. As in
 * TensorFlow Addons; Keras has none.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Hadsell et al.: "Dimensionality Reduction by Learning an Invariant Mapping" (2006)
 */
export function contrastive(options: ContrastiveOptions = {}): Loss {
  const margin = nonNegativeNumber('contrastive', 'margin', options.margin ?? 1);
  return makeLoss(
    {
      name: 'contrastive',
      className: 'ContrastiveLoss',
      config: { margin },
      perExample: (yTrue, yPred) => {
        const alike = mul(yTrue, square(yPred));
        const unlike = mul(sub(1, yTrue), square(maximum(sub(margin, yPred), 0)));
        return mean(add(alike, unlike), -1);
      },
      checkTargets: checkBinary,
    },
    options,
  );
}
