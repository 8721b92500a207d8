/** Losses that are measured but not minimised. */
import { cast, mul, reshape } from '@tensorflow/tfjs-core';
import { alignTargets, alignWeight, type Loss } from '../losses/loss.js';
import { type MeanMetric, meanOf, meanPart } from './mean-metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/**
 * The weighted mean of a loss over the examples. The reduction of the loss does not matter; what it leaves out, such as
 * an ignored class, is left out of the mean too.
 *
 * @param options - `name`: default the name of the loss.
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { huber, metrics } from '@isograd/layers';
 * const metric = metrics.lossMetric(huber({ delta: 2 }), { name: 'huber2' });
 */
export function lossMetric(loss: Loss, options: MetricOptions = {}): MeanMetric {
  const name = metricName(loss.name, options);
  return meanOf({
    name,
    className: 'LossMetric',
    config: { name, loss: { className: loss.className, config: loss.config } },
    measure: ({ yTrue, yPred, sampleWeight }) => {
      const targets = alignTargets(yTrue, yPred);
      const losses = loss.perExample(targets, yPred);
      if (loss.isCounted === undefined) return meanPart(losses, sampleWeight);
      const counted = reshape(cast(loss.isCounted(targets, losses), 'float32'), losses.shape);
      return meanPart(losses, sampleWeight === undefined ? counted : mul(counted, alignWeight(sampleWeight, losses)));
    },
    ...(loss.checkTargets === undefined ? {} : { checkTargets: loss.checkTargets }),
  });
}

/** The same for losses that are metrics of Keras, which have the class and the options of the loss. */
export function ofLoss(loss: Loss, options: MetricOptions): MeanMetric {
  const metric = lossMetric(loss, options);
  const { reduction: _, ...config } = loss.config;
  return { ...metric, className: loss.className, config: { ...config, name: metric.name } };
}
