/** Correlations of target and prediction along an axis, averaged over the examples. */
import { add, divNoNan, mean, mul, sqrt, square, squeeze, sub, type Tensor } from '@tensorflow/tfjs-core';
import { epsilon } from '../losses/make-loss.js';
import { checkSameShape, classAxis } from '../losses/target-checks.js';
import { wholeNumber } from '../option-checks.js';
import { type MeanMetric, meanMetric } from './mean-metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/** Options of the correlations, with Keras's names. */
export interface CorrelationOptions extends MetricOptions {
  /** The axis of the numbers that are correlated; 0 correlates over a batch. Default: the last. */
  readonly axis?: number;
}

/** Means, variances and covariance along an axis, without it. */
interface Moments {
  readonly meanGap: Tensor;
  readonly ofTrue: Tensor;
  readonly ofPred: Tensor;
  readonly covariance: Tensor;
}

function momentsOf(yTrue: Tensor, yPred: Tensor, axis: number): Moments {
  const [meanTrue, meanPred] = [mean(yTrue, axis, true), mean(yPred, axis, true)];
  const [fromTrue, fromPred] = [sub(yTrue, meanTrue), sub(yPred, meanPred)];
  return {
    meanGap: squeeze(sub(meanTrue, meanPred), [axis]),
    ofTrue: mean(square(fromTrue), axis),
    ofPred: mean(square(fromPred), axis),
    covariance: mean(mul(fromTrue, fromPred), axis),
  };
}

function correlation(
  factory: string,
  className: string,
  options: CorrelationOptions,
  value: (moments: Moments) => Tensor,
): MeanMetric {
  const name = metricName(factory, options);
  const axis = wholeNumber(name, 'axis', options.axis ?? -1);
  return meanMetric({
    name,
    className,
    config: { name, axis },
    perExample: (yTrue, yPred) => value(momentsOf(yTrue, yPred, classAxis(name, axis, yPred.shape))),
    checkTargets: checkSameShape,
  });
}

/**
 * Pearson's correlation coefficient: cov / (σ_true σ_pred) along the axis, averaged over the examples; 0 where one of
 * them does not vary (Keras: NaN).
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 */
export function pearsonCorrelation(options: CorrelationOptions = {}): MeanMetric {
  return correlation('pearsonCorrelation', 'PearsonCorrelation', options, ({ covariance, ofTrue, ofPred }) =>
    divNoNan(covariance, mul(sqrt(ofTrue), sqrt(ofPred))),
  );
}

/**
 * Lin's concordance correlation coefficient: 2 cov / (σ_true^2 + σ_pred^2 + (μ_true - μ_pred)^2 + 1e-7) along the axis,
 * averaged over the examples.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 * @see L. I. Lin: "A Concordance Correlation Coefficient to Evaluate Reproducibility" (1989)
 */
export function concordanceCorrelation(options: CorrelationOptions = {}): MeanMetric {
  return correlation('concordanceCorrelation', 'ConcordanceCorrelation', options, (moments) => {
    const { covariance, ofTrue, ofPred, meanGap } = moments;
    return divNoNan(mul(covariance, 2), add(add(ofTrue, ofPred), add(square(meanGap), epsilon)));
  });
}
