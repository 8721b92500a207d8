/** Accuracies: the share of examples whose prediction is right. */
import type { NdArray, PartialShape } from '@isograd/core';
import {
  argMax,
  cast,
  equal,
  greater,
  less,
  logicalAnd,
  mean,
  range,
  reshape,
  sum,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Loss } from '../losses/loss.js';
import { checkLabelShape, checkSameShape } from '../losses/target-checks.js';
import { finiteNumber, booleanOption, positiveInteger } from '../option-checks.js';
import { type MeanMetric, meanMetric } from './mean-metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/** Options of `binaryAccuracy`, with Keras's names. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** Predictions above it count as 1; use 0 for logits. Default: 0.5. */
  readonly threshold?: number;
}

/** Options of `topKCategoricalAccuracy`, with Keras's names. */
export interface TopKOptions extends MetricOptions {
  /** How many of the largest predictions may be the right one; at least 1. Default: 5. */
  readonly k?: number;
}

/** Options of `sparseTopKCategoricalAccuracy`, with Keras's names. */
export interface SparseTopKOptions extends TopKOptions {
  /** Whether predictions are class numbers, the best first, instead of scores. Default: false. */
  readonly fromSortedIds?: boolean;
}

const labelShape = (where: string, yTrue: NdArray, outputShape: PartialShape): void =>
  checkLabelShape(where, yTrue, outputShape, outputShape.length - 1);

/**
 * The share of predictions that equal their targets exactly, for predictions that are classes already.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function accuracy(options: MetricOptions = {}): MeanMetric {
  const name = metricName('accuracy', options);
  return meanMetric({
    name,
    className: 'Accuracy',
    config: { name },
    perExample: (yTrue, yPred) => equal(yTrue, yPred),
    checkTargets: checkSameShape,
  });
}

/**
 * Targets are class numbers `[batch, ...]`; the prediction is the class with the largest value.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function sparseCategoricalAccuracy(options: MetricOptions = {}): MeanMetric {
  const name = metricName('sparseCategoricalAccuracy', options);
  return meanMetric({
    name,
    className: 'SparseCategoricalAccuracy',
    config: { name },
    perExample: (yTrue, yPred) => {
      const predicted = argMax(yPred, -1);
      return equal(reshape(cast(yTrue, 'int32'), predicted.shape), predicted);
    },
    checkTargets: labelShape,
  });
}

/**
 * Targets are one-hot rows `[batch, ..., classes]`.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function categoricalAccuracy(options: MetricOptions = {}): MeanMetric {
  const name = metricName('categoricalAccuracy', options);
  return meanMetric({
    name,
    className: 'CategoricalAccuracy',
    config: { name },
    perExample: (yTrue, yPred) => equal(argMax(yTrue, -1), argMax(yPred, -1)),
    checkTargets: checkSameShape,
  });
}

/**
 * Targets are 0 or 1, in the shape of the output.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function binaryAccuracy(options: BinaryAccuracyOptions = {}): MeanMetric {
  const name = metricName('binaryAccuracy', options);
  const threshold = finiteNumber(name, 'threshold', options.threshold ?? 0.5);
  return meanMetric({
    name,
    className: 'BinaryAccuracy',
    config: { name, threshold },
    perExample: (yTrue, yPred) => {
      const isRight = equal(greater(yTrue, 0.5), greater(yPred, threshold));
      return mean(cast(isRight, 'float32'), -1);
    },
    checkTargets: checkSameShape,
  });
}

/**
 * Targets are one-hot rows; right is a prediction with fewer than k classes above the target's.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function topKCategoricalAccuracy(options: TopKOptions = {}): MeanMetric {
  const name = metricName('topKCategoricalAccuracy', options);
  const k = positiveInteger(name, 'k', options.k ?? 5);
  return meanMetric({
    name,
    className: 'TopKCategoricalAccuracy',
    config: { name, k },
    perExample: (yTrue, yPred) => isInTopK(argMax(yTrue, -1), yPred, k),
    checkTargets: checkSameShape,
  });
}

/**
 * Targets are class numbers `[batch, ...]`; right is a prediction with fewer than k classes above the target's.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function sparseTopKCategoricalAccuracy(options: SparseTopKOptions = {}): MeanMetric {
  const name = metricName('sparseTopKCategoricalAccuracy', options);
  const k = positiveInteger(name, 'k', options.k ?? 5);
  const fromSortedIds = booleanOption(name, 'fromSortedIds', options.fromSortedIds ?? false);
  return meanMetric({
    name,
    className: 'SparseTopKCategoricalAccuracy',
    config: { name, k, fromSortedIds },
    perExample: (yTrue, yPred) => {
      const labels = reshape(yTrue, yPred.shape.slice(0, -1));
      return fromSortedIds ? isAmongFirst(labels, yPred, k) : isInTopK(labels, yPred, k);
    },
    checkTargets: labelShape,
  });
}

/** Whether fewer than k classes have a larger value than the label; a label that is no class is never right. */
function isInTopK(labels: Tensor, yPred: Tensor, k: number): Tensor {
  const classes = range(0, yPred.shape.at(-1) ?? 0, 1, 'int32');
  const isLabel = equal(reshape(cast(labels, 'int32'), [...labels.shape, 1]), classes);
  const ofLabel = sum(where(isLabel, yPred, zerosLike(yPred)), -1, true);
  const above = sum(cast(greater(yPred, ofLabel), 'float32'), -1);
  return logicalAnd(less(above, k), greater(sum(cast(isLabel, 'float32'), -1), 0));
}

/** Whether one of the first k numbers is the label. */
function isAmongFirst(labels: Tensor, ids: Tensor, k: number): Tensor {
  const isLabel = equal(reshape(cast(labels, 'float32'), [...labels.shape, 1]), ids);
  const isFirst = less(range(0, ids.shape.at(-1) ?? 0), k);
  return greater(sum(cast(logicalAnd(isLabel, isFirst), 'float32'), -1), 0);
}

/** The accuracy that `'accuracy'` means for a loss and an output, by Keras's rule. */
export function accuracyFor(loss: Loss, outputShape: PartialShape): MeanMetric {
  const options = { name: 'accuracy' };
  if (loss.name === 'sparseCategoricalCrossentropy') return sparseCategoricalAccuracy(options);
  if (loss.name === 'binaryCrossentropy' || outputShape.at(-1) === 1) {
    return binaryAccuracy({ ...options, threshold: loss.config['fromLogits'] === true ? 0 : 0.5 });
  }
  return categoricalAccuracy(options);
}
