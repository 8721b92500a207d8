/** How many classes a model of language hesitates between. */
import { exp } from '@tensorflow/tfjs-core';
import { type SparseCrossentropyOptions, sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { ofLoss } from './loss-metric.js';
import { transformedMean } from './mean-metric.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/** Options of `perplexity`. */
export interface PerplexityOptions
  extends MetricOptions,
    Pick<SparseCrossentropyOptions, 'fromLogits' | 'ignoreClass' | 'axis'> {}

/**
 * The exponential of the mean sparse categorical cross-entropy: 1 when every token is certain, the number of classes
 * when all are alike. Targets are class numbers `[batch, ...]`, the output `[batch, ..., classes]`; `ignoreClass`
 * leaves padding out.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function perplexity(options: PerplexityOptions = {}): Metric {
  const name = metricName('perplexity', options);
  const metric = transformedMean(ofLoss(sparseCategoricalCrossentropy(options), { name }), exp);
  return { ...metric, className: 'Perplexity' };
}
