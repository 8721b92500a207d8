/** Errors and similarities of numbers that are no losses themselves. */
import { sqrt } from '@tensorflow/tfjs-core';
import { cosineOf, type CosineSimilarityOptions } from '../losses/cosine-similarity.js';
import { logCosh } from '../losses/log-cosh.js';
import { meanSquaredError } from '../losses/regression.js';
import { checkSameShape, classAxis } from '../losses/target-checks.js';
import { wholeNumber } from '../option-checks.js';
import { lossMetric } from './loss-metric.js';
import { type MeanMetric, meanMetric, transformedMean } from './mean-metric.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/**
 * The root of the mean squared error: sqrt(mean((yTrue - yPred)^2)), the mean over all examples and outputs.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function rootMeanSquaredError(options: MetricOptions = {}): Metric {
  const name = metricName('rootMeanSquaredError', options);
  const metric = transformedMean(lossMetric(meanSquaredError(), { name }), sqrt);
  return { ...metric, className: 'RootMeanSquaredError', config: { name } };
}

/**
 * The mean of log cosh(yPred - yTrue).
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function logCoshError(options: MetricOptions = {}): MeanMetric {
  const name = metricName('logCoshError', options);
  return { ...lossMetric(logCosh(), { name }), className: 'LogCoshError', config: { name } };
}

/**
 * The mean cosine of the angle between target and prediction: 1 for the same direction, where the loss has -1.
 *
 * @param options - `axis`: of the components. Default: the last.
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 */
export function cosineSimilarity(options: MetricOptions & Pick<CosineSimilarityOptions, 'axis'> = {}): MeanMetric {
  const name = metricName('cosineSimilarity', options);
  const axis = wholeNumber(name, 'axis', options.axis ?? -1);
  return meanMetric({
    name,
    className: 'CosineSimilarity',
    config: { name, axis },
    perExample: (yTrue, yPred) => cosineOf(yTrue, yPred, classAxis(name, axis, yPred.shape)),
    checkTargets: checkSameShape,
  });
}
