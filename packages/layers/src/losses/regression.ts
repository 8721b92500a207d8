/** Losses between numbers: squared, absolute, relative and logarithmic errors. */
import { abs, div, log1p, maximum, mean, mul, squaredDifference, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Loss, LossOptions } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkNonNegative, checkSameShape } from './target-checks.js';

/** Averages over the last axis. */
const meanOfFeatures = (values: Tensor): Tensor => mean(values, -1);

/**
 * Mean squared error: mean((yTrue - yPred)^2) over the last axis.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function meanSquaredError(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'meanSquaredError',
      className: 'MeanSquaredError',
      config: {},
      perExample: (yTrue, yPred) => meanOfFeatures(squaredDifference(yTrue, yPred)),
      checkTargets: checkSameShape,
    },
    options,
  );
}

/**
 * Mean absolute error: mean(|yTrue - yPred|) over the last axis.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function meanAbsoluteError(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'meanAbsoluteError',
      className: 'MeanAbsoluteError',
      config: {},
      perExample: (yTrue, yPred) => meanOfFeatures(abs(sub(yTrue, yPred))),
      checkTargets: checkSameShape,
    },
    options,
  );
}

/**
 * Mean absolute percentage error: 100 mean(|yTrue - yPred| / max(|yTrue|, 1e-7)) over the last axis.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function meanAbsolutePercentageError(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'meanAbsolutePercentageError',
      className: 'MeanAbsolutePercentageError',
      config: {},
      perExample: (yTrue, yPred) => mul(meanOfFeatures(div(abs(sub(yTrue, yPred)), maximum(abs(yTrue), epsilon))), 100),
      checkTargets: checkSameShape,
    },
    options,
  );
}

/**
 * Mean squared logarithmic error: mean((log(1 + yTrue) - log(1 + yPred))^2) over the last axis, both no smaller than
 * 1e-7.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function meanSquaredLogarithmicError(options: LossOptions = {}): Loss {
  const logarithm = (values: Tensor): Tensor => log1p(maximum(values, epsilon));
  return makeLoss(
    {
      name: 'meanSquaredLogarithmicError',
      className: 'MeanSquaredLogarithmicError',
      config: {},
      perExample: (yTrue, yPred) => meanOfFeatures(squaredDifference(logarithm(yTrue), logarithm(yPred))),
      checkTargets: checkNonNegative,
    },
    options,
  );
}
