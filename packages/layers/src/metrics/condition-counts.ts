/** Numbers of true and false positives and negatives. */
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { checkSameShape } from '../losses/target-checks.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';
import { addCounts, type ConfusionCounts, confusionCounts, countShapes } from './threshold-counts.js';
import { readThresholds, type Thresholds } from './threshold-options.js';

/** Options of the counts, with Keras's names. */
export interface ConditionCountOptions extends MetricOptions {
  /** Predictions above it are positive; a list gives a result for each. Default: 0.5. */
  readonly thresholds?: Thresholds;
}

function conditionCount(factory: keyof ConfusionCounts, className: string, options: ConditionCountOptions): Metric {
  const name = metricName(factory, options);
  const counts = { thresholds: readThresholds(name, options.thresholds) };
  return {
    name,
    className,
    config: { name, thresholds: options.thresholds ?? null },
    resultRank: counts.thresholds.length === 1 ? 0 : 1,
    stateShapes: (where, outputShape) => ({ ...countShapes(where, outputShape, counts) }),
    update: (state, batch) => addCounts(state, batch, counts),
    result: (state) => withoutLabels(confusionCounts(state)[factory]),
    checkTargets: checkSameShape,
  };
}

/** `[1, thresholds]` as a vector, or as a scalar where there is one threshold. */
export function withoutLabels(values: Tensor): Tensor {
  return reshape(values, values.size === 1 ? [] : [values.size]);
}

/**
 * The weighted number of elements that are true and predicted above the threshold.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function truePositives(options: ConditionCountOptions = {}): Metric {
  return conditionCount('truePositives', 'TruePositives', options);
}

/**
 * The weighted number of elements that are false and predicted at or below the threshold.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function trueNegatives(options: ConditionCountOptions = {}): Metric {
  return conditionCount('trueNegatives', 'TrueNegatives', options);
}

/**
 * The weighted number of elements that are false and predicted above the threshold.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function falsePositives(options: ConditionCountOptions = {}): Metric {
  return conditionCount('falsePositives', 'FalsePositives', options);
}

/**
 * The weighted number of elements that are true and predicted at or below the threshold.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function falseNegatives(options: ConditionCountOptions = {}): Metric {
  return conditionCount('falseNegatives', 'FalseNegatives', options);
}
