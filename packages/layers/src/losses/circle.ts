/** The circle loss of embeddings. */
import { logSumExp } from '@isograd/core';
import {
  add,
  greater,
  matMul,
  maximum,
  mul,
  softplus,
  sub,
  type Tensor,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';
import { booleanOption, nonNegativeNumber } from '../option-checks.js';
import { areTwo, checkEmbeddings, haveOneLabel } from './embedding-pairs.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';

/** Options of `circle`, with Keras's names. */
export interface CircleOptions extends LossOptions {
  /** Scale; at least 0. Default: 80. */
  readonly gamma?: number;
  /** Relaxation; at least 0. Default: 0.4. */
  readonly margin?: number;
  /** Whether an example is no positive of itself. Default: true. */
  readonly removeDiagonal?: boolean;
}

/** The exponent of a pair that is left out: its exponential is 0. */
const never = -1e9;

/**
 * The circle loss: softplus(log Σ exp(-gamma (d + m) (m - d)) over the pairs of one label + log Σ exp(gamma (1 + m - d)
 * (1 - m - d)) over the others) of each example, with d the cosine distance of two embeddings, max(1 - <a, b>, 0), and
 * factors no smaller than 0. Examples whose loss is 0 do not count.
 *
 * Targets are labels `[batch]` or `[batch, 1]`; the output are embeddings of length 1, float32 `[batch, features]`:
 * normalise them in the model.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Sun et al.: "Circle Loss: A Unified Perspective of Pair Similarity Optimization" (2020)
 */
export function circle(options: CircleOptions = {}): Loss {
  const gamma = nonNegativeNumber('circle', 'gamma', options.gamma ?? 80);
  const margin = nonNegativeNumber('circle', 'margin', options.margin ?? 0.4);
  const removeDiagonal = booleanOption('circle', 'removeDiagonal', options.removeDiagonal ?? true);
  return makeLoss(
    {
      name: 'circle',
      className: 'Circle',
      config: { gamma, margin, removeDiagonal },
      perExample: (yTrue, yPred) => {
        const batch = yPred.shape[0] ?? 0;
        const distances = maximum(sub(1, matMul(yPred as Tensor2D, yPred as Tensor2D, false, true)), 0);
        const isKin = haveOneLabel(yTrue);
        const isPositive = removeDiagonal ? mul(isKin, areTwo(batch)) : isKin;
        const ofPositives = mul(mul(add(distances, margin), sub(distances, margin)), gamma);
        const ofNegatives = mul(mul(maximum(sub(1 + margin, distances), 0), sub(1 - margin, distances)), gamma);
        const over = (isPair: Tensor, exponents: Tensor): Tensor =>
          logSumExp(where(greater(isPair, 0), exponents, never));
        return softplus(add(over(isPositive, ofPositives), over(sub(1, isKin), ofNegatives)));
      },
      isCounted: (_yTrue, losses) => greater(losses, 0),
      checkTargets: checkEmbeddings,
    },
    options,
  );
}
