/** The mean and the sum of what a model gives. */
import { add, sum as sumOf, type Tensor } from '@tensorflow/tfjs-core';
import { type MeanMetric, meanMetric, meanPart } from './mean-metric.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/**
 * The weighted mean of all predictions; targets are not looked at.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function mean(options: MetricOptions = {}): MeanMetric {
  const name = metricName('mean', options);
  return meanMetric({ name, className: 'Mean', config: { name }, perExample: (_yTrue, yPred) => yPred });
}

/**
 * The weighted sum of all predictions; targets are not looked at.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function sum(options: MetricOptions = {}): Metric {
  const name = metricName('sum', options);
  return {
    name,
    className: 'Sum',
    config: { name },
    stateShapes: () => ({ total: [] }),
    update: ({ total }, { yPred, sampleWeight }) => ({
      total: add(total as Tensor, meanPart(yPred, sampleWeight).total),
    }),
    result: ({ total }) => sumOf(total as Tensor),
  };
}
