/** Precision and recall at thresholds. */
import { add, divNoNan, type Tensor } from '@tensorflow/tfjs-core';
import { checkSameShape } from '../losses/target-checks.js';
import { withoutLabels } from './condition-counts.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';
import { addCounts, type ConfusionCounts, confusionCounts, countShapes } from './threshold-counts.js';
import { readClassId, readThresholds, readTopK, type Thresholds } from './threshold-options.js';

/** Options of `precision` and `recall`, with Keras's names. */
export interface PrecisionRecallOptions extends MetricOptions {
  /** Predictions above it are positive; a list gives a result for each. Default: 0.5, or none with `topK`. */
  readonly thresholds?: Thresholds;
  /** Only the k largest predictions of an example can be positive. Default: all. */
  readonly topK?: number | null;
  /** Only this class is looked at. Default: all. */
  readonly classId?: number | null;
}

/** Which of the predicted are true: TP / (TP + FP); 0 where nothing is predicted. */
export function precisionOf({ truePositives, falsePositives }: ConfusionCounts): Tensor {
  return divNoNan(truePositives, add(truePositives, falsePositives));
}

/** Which of the true are predicted: TP / (TP + FN); 0 where nothing is true. */
export function recallOf({ truePositives, falseNegatives }: ConfusionCounts): Tensor {
  return divNoNan(truePositives, add(truePositives, falseNegatives));
}

function ratio(
  factory: string,
  className: string,
  options: PrecisionRecallOptions,
  ratioOf: (counts: ConfusionCounts) => Tensor,
): Metric {
  const name = metricName(factory, options);
  const topK = readTopK(name, options.topK);
  const classId = readClassId(name, options.classId);
  const counts = { thresholds: readThresholds(name, options.thresholds, topK), topK, classId };
  return {
    name,
    className,
    config: { name, thresholds: options.thresholds ?? null, topK: topK ?? null, classId: classId ?? null },
    resultRank: counts.thresholds.length === 1 ? 0 : 1,
    stateShapes: (where, outputShape) => ({ ...countShapes(where, outputShape, counts) }),
    update: (state, batch) => addCounts(state, batch, counts),
    result: (state) => withoutLabels(ratioOf(confusionCounts(state))),
    checkTargets: checkSameShape,
  };
}

/**
 * TP / (TP + FP): the share of what is predicted that is true; 0 where nothing is predicted. Targets are 0 or 1 in the
 * shape of the output, `[batch, ..., classes]`.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function precision(options: PrecisionRecallOptions = {}): Metric {
  return ratio('precision', 'Precision', options, precisionOf);
}

/**
 * TP / (TP + FN): the share of what is true that is predicted; 0 where nothing is true. Targets are 0 or 1 in the shape
 * of the output, `[batch, ..., classes]`.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function recall(options: PrecisionRecallOptions = {}): Metric {
  return ratio('recall', 'Recall', options, recallOf);
}
